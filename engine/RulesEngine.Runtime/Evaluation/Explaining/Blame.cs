using System.Collections.Immutable;

namespace RulesEngine.Runtime.Evaluation.Explaining;

/// <summary>
/// Says in the fewest words why a condition does not hold: the fewest comparisons that would all have to come out otherwise
/// for it to hold. It differs from the <see cref="Explanation"/> it is taken from in leaving out all that is not in the way.
/// </summary>
public static class Blame
{
    /// <summary>None when the condition holds.</summary>
    public static ImmutableArray<Explanation> Of(Explanation condition) => Of(condition, wanted: true);

    private static ImmutableArray<Explanation> Of(Explanation part, bool wanted) => part.Condition switch
    {
        _ when part.Holds == wanted => [],
        NotNode => Of(part.Operands[0], !wanted),
        AndNode => wanted ? All(part, wanted) : Cheapest(part, wanted),
        OrNode => wanted ? Cheapest(part, wanted) : All(part, wanted),
        _ => [part],
    };

    private static ImmutableArray<Explanation> All(Explanation part, bool wanted) =>
        [.. part.Operands.SelectMany(operand => Of(operand, wanted)).DistinctBy(leaf => ((ComparisonNode)leaf.Condition).Text)];

    private static ImmutableArray<Explanation> Cheapest(Explanation part, bool wanted) =>
        [.. part.Operands.Select(operand => Of(operand, wanted)).OrderBy(blamed => blamed.Length).First()];
}
