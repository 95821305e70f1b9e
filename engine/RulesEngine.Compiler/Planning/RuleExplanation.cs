using RulesEngine.Runtime.Evaluation.Explaining;

namespace RulesEngine.Compiler.Planning;

/// <summary>Why a rule matches an event or not: the condition's tree with what each part of it was.</summary>
public sealed record RuleExplanation
{
    public required string Rule { get; init; }

    public required long EventNumber { get; init; }

    public required string EventType { get; init; }

    public required DecisionPlaces Places { get; init; }

    public required Explanation Condition { get; init; }

    /// <summary>
    /// The first rule that matches the event: the only one that alerts where matching ends at the first.
    /// </summary>
    public string? FirstMatch { get; init; }

    /// <summary>Whether the rule matches: it is tried on events of the type and its condition holds.</summary>
    public bool Matches => Places.IsTried && Condition.Holds;
}
