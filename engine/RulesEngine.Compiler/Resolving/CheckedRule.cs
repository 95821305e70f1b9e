using System.Collections.Immutable;
using RulesEngine.Compiler.Loading;
using RulesEngine.Runtime.Evaluation;
using RulesEngine.Runtime.Events;

namespace RulesEngine.Compiler.Resolving;

/// <summary>
/// A rule whose every field, operator and constant is known. <see cref="Index"/> is its place among the rules of its
/// set, in order of definition: the order in which rules match.
/// </summary>
public sealed record CheckedRule
{
    public required ResolvedRule Rule { get; init; }

    public required ConditionNode Condition { get; init; }

    /// <summary>The events the condition can be true for.</summary>
    public required EventCodeSet EventCodes { get; init; }

    public required OutputTemplate Output { get; init; }

    /// <summary>The keys the configuration adds beside the output's own fields.</summary>
    public ImmutableArray<CheckedExtraField> ExtraFields { get; init; } = [];

    public int Index { get; init; }

    public string Name => Rule.Name;
}

/// <summary>An extra field whose format is checked: a raw one is a single value.</summary>
public sealed record CheckedExtraField(ExtraField Field, OutputTemplate Template);
