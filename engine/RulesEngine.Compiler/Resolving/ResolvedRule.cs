using System.Collections.Immutable;
using RulesEngine.Compiler.Loading;
using RulesEngine.Runtime.Matching;
using RulesEngine.Syntax.Ast;

namespace RulesEngine.Compiler.Resolving;

/// <summary>
/// A rule with everything folded in: lists, macros, exceptions, appends and overrides, what the configuration adds to
/// its output and decides about it, and what it asks for beside an alert. Fields are not looked up yet.
/// </summary>
public sealed record ResolvedRule
{
    /// <summary>The rule as written, with places for reports.</summary>
    public required RuleDocument Document { get; init; }

    public string Name => Document.Name;

    public string Description => Document.Description;

    public RulePriority Priority => Document.Priority;

    public string Source => Document.Source;

    /// <summary>Sorted by bytes.</summary>
    public IReadOnlyCollection<string> Tags => Document.Tags;

    /// <summary>The output with what the configuration appends.</summary>
    public required string Output { get; init; }

    /// <summary>The condition with its exceptions, lists and macros still by name.</summary>
    public required string ConditionText { get; init; }

    /// <summary>The condition without lists, macros still by name.</summary>
    public required Expr Written { get; init; }

    /// <summary>The text of <see cref="Written"/>.</summary>
    public required string ParsedText { get; init; }

    /// <summary>The condition without lists and macros.</summary>
    public required Expr Condition { get; init; }

    /// <summary>The fields that exceptions compare, as written.</summary>
    public IReadOnlyCollection<string> ExceptionFields { get; init; } = [];

    public bool IsEnabled { get; init; }

    public bool Capture => Document.Capture;

    /// <summary>Milliseconds; 0 is the configured default.</summary>
    public uint CaptureDuration => Document.CaptureDuration;

    /// <summary>
    /// What is done beside the alert, in the order written: <c>alert</c>, <c>deny</c>, <c>kill</c>, <c>signal:NAME</c> or
    /// an action of a plugin. Empty for a rule that only alerts.
    /// </summary>
    public ImmutableArray<string> ActionWords { get; init; } = [];

    /// <summary>What a denial returns; EPERM unless the rule says otherwise.</summary>
    public int Errno { get; init; } = 1;

    public EnforcementMode Mode { get; init; }

    /// <summary>Where the actions are asked for: where to point a report that they cannot be had.</summary>
    public LoadPlace? ActionPlace { get; init; }

    public bool Denies => ActionWords.Contains("deny") || ActionWords.Contains("kill");
}

/// <summary>Whether actions are taken or only reported as what would have been done.</summary>
public enum EnforcementMode : byte
{
    Enforce,
    Monitor,
}
