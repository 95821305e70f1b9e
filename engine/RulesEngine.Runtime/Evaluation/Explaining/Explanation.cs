using System.Collections.Immutable;

namespace RulesEngine.Runtime.Evaluation.Explaining;

/// <summary>
/// What a condition, or a part of it, was on one event. Parts that were not needed for the answer are looked at too,
/// afterwards.
/// </summary>
public sealed record Explanation(ConditionNode Condition, bool Holds)
{
    /// <summary>Whether this part had to be asked for the answer of the whole.</summary>
    public bool IsNeeded { get; init; }

    /// <summary>The parts of a connective, in the order written.</summary>
    public ImmutableArray<Explanation> Operands { get; init; } = [];

    /// <summary>
    /// The values a comparison found, its left side first; null stands for a value that is not there. Empty where a
    /// value cannot be shown, because reading it again gives another.
    /// </summary>
    public ImmutableArray<string?> Values { get; init; } = [];

    /// <summary>The error with which a run ends at this comparison.</summary>
    public string? Error { get; init; }
}
