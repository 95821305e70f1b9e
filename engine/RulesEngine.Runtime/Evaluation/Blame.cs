using System.Collections.Immutable;

namespace RulesEngine.Runtime.Evaluation;

/// <summary>
/// Says why a condition does not hold: the fewest comparisons that would all have to come out otherwise for it to hold. It
/// asks for the truth of comparisons only, so it serves any kind of event.
/// </summary>
public static class Blame
{
    /// <summary>None when the condition holds.</summary>
    public static ImmutableArray<ComparisonNode> Of(ConditionNode condition, Func<ComparisonNode, bool> holds) =>
        Of(condition, wanted: true, holds);

    private static ImmutableArray<ComparisonNode> Of(ConditionNode node, bool wanted, Func<ComparisonNode, bool> holds) =>
        node switch
        {
            ComparisonNode leaf => holds(leaf) == wanted ? [] : [leaf],
            NotNode not => Of(not.Operand, !wanted, holds),
            AndNode and => wanted ? All(and.Operands, wanted, holds) : Cheapest(and.Operands, wanted, holds),
            OrNode or => wanted ? Cheapest(or.Operands, wanted, holds) : All(or.Operands, wanted, holds),
            _ => throw new ArgumentOutOfRangeException(nameof(node), node, null),
        };

    private static ImmutableArray<ComparisonNode> All(
        ImmutableArray<ConditionNode> operands, bool wanted, Func<ComparisonNode, bool> holds) =>
        [.. operands.SelectMany(operand => Of(operand, wanted, holds)).DistinctBy(leaf => leaf.Text)];

    private static ImmutableArray<ComparisonNode> Cheapest(
        ImmutableArray<ConditionNode> operands, bool wanted, Func<ComparisonNode, bool> holds) =>
        operands.Select(operand => Of(operand, wanted, holds)).MinBy(blamed => blamed.Length, Comparer<int>.Default);
}
