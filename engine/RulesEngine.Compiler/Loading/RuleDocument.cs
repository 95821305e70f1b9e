using System.Collections.Immutable;
using RulesEngine.Runtime.Matching;

namespace RulesEngine.Compiler.Loading;

/// <summary>
/// A list, macro or rule as written, after later items have appended to it or overridden parts of it: still text, nothing
/// is looked up. <see cref="Index"/> is the order of first definition, <see cref="Visibility"/> that of the last change.
/// </summary>
public abstract class ItemDocument(string name, LoadPlace place)
{
    public string Name { get; } = name;

    public LoadPlace Place { get; } = place;

    public int Index { get; internal set; }

    public int Visibility { get; internal set; }
}

public sealed class ListDocument(string name, LoadPlace place) : ItemDocument(name, place)
{
    public List<string> Items { get; init; } = [];
}

public sealed class MacroDocument(string name, LoadPlace place) : ItemDocument(name, place)
{
    public required string Condition { get; set; }

    public required LoadPlace ConditionPlace { get; init; }
}

public sealed class RuleDocument(string name, LoadPlace place) : ItemDocument(name, place)
{
    public required string Condition { get; set; }

    public required LoadPlace ConditionPlace { get; init; }

    public required string Output { get; set; }

    public required LoadPlace OutputPlace { get; init; }

    public required string Description { get; set; }

    public RulePriority Priority { get; set; }

    public string Source { get; init; } = "syscall";

    public bool UnknownSource { get; internal set; }

    /// <summary>Sorted by bytes.</summary>
    public SortedSet<string> Tags { get; set; } = new(StringComparer.Ordinal);

    public List<ExceptionDocument> Exceptions { get; set; } = [];

    public bool Enabled { get; set; } = true;

    public bool Capture { get; set; }

    /// <summary>Milliseconds; 0 is the configured default.</summary>
    public uint CaptureDuration { get; set; }

    public bool WarnEventTypes { get; set; } = true;

    public bool SkipIfUnknownFilter { get; set; }

    /// <summary>What the rule's own <c>action</c>, <c>errno</c> and <c>mode</c> keys say.</summary>
    public EnforcementDocument? Enforcement { get; set; }
}

/// <summary>An exception of a rule: fields, comparison operators and value tuples, each a word or a list of words.</summary>
public sealed class ExceptionDocument(string name, LoadPlace place)
{
    public string Name { get; } = name;

    public LoadPlace Place { get; } = place;

    public ExceptionEntry Fields { get; init; } = ExceptionEntry.None;

    public ExceptionEntry Comps { get; internal set; } = ExceptionEntry.None;

    public List<ExceptionEntry> Values { get; init; } = [];
}

public sealed record ExceptionEntry(string Item, ImmutableArray<ExceptionEntry> Items, bool IsList)
{
    public static ExceptionEntry None { get; } = new("", [], IsList: false);

    public bool IsValid => IsList ? !Items.IsEmpty : Item.Length > 0;

    public static ExceptionEntry Word(string word) => new(word, [], IsList: false);

    public static ExceptionEntry List(ImmutableArray<ExceptionEntry> items) => new("", items, IsList: true);
}

/// <summary>What an <c>override</c> or <c>append</c> item changes in an earlier rule; null leaves as it is.</summary>
internal sealed class RuleUpdate(string name, LoadPlace place)
{
    public string Name { get; } = name;

    public LoadPlace Place { get; } = place;

    /// <summary>The source the item names for the rule; empty is as good as none.</summary>
    public string Source { get; set; } = "";

    public string? Condition { get; set; }

    public string? Output { get; set; }

    public string? Description { get; set; }

    public SortedSet<string>? Tags { get; set; }

    public List<ExceptionDocument>? Exceptions { get; set; }

    public RulePriority? Priority { get; set; }

    public bool? Enabled { get; set; }

    public bool? Capture { get; set; }

    public uint? CaptureDuration { get; set; }

    public bool? WarnEventTypes { get; set; }

    public bool? SkipIfUnknownFilter { get; set; }

    public bool IsEmpty => Condition is null && Output is null && Description is null && Tags is null
        && Exceptions is null && Priority is null && Enabled is null && Capture is null && CaptureDuration is null
        && WarnEventTypes is null && SkipIfUnknownFilter is null;
}
