using RulesEngine.Compiler.Lowering;
using RulesEngine.Runtime.Evaluation;
using RulesEngine.Runtime.Fields;
using RulesEngine.Runtime.Matching;

namespace RulesEngine.Compiler.Inspection;

/// <summary>
/// Proves that a formula holds for no event. Comparisons on a dimension are decided for each outcome of it; any other
/// comparison counts as free to be true or false, so what is proven is certain, and what is not may still be impossible.
/// It differs from <see cref="ClauseCover"/> in that it ends at the first event that may do, and after a number of steps.
/// </summary>
internal sealed class Contradiction
{
    private readonly FormulaPool _pool;
    private readonly HashSet<Formula> _impossible = [];
    private int _steps;

    private Contradiction(FormulaPool pool, int steps)
    {
        _pool = pool;
        _steps = steps;
    }

    /// <summary>Whether the formula is proven to hold for no event, in at most this many steps.</summary>
    public static bool IsProven(FormulaPool pool, Formula formula, int steps) =>
        new Contradiction(pool, steps).IsImpossible(formula);

    /// <summary>
    /// The predicate of a comparison: on a dimension of user space, on the value of a few fields that are none, or on a
    /// truth value of its own. So are lists to be filled and <c>exists</c>, the idiom for a macro that always holds until a
    /// user replaces it.
    /// </summary>
    public static DimensionPredicate PredicateOf(ComparisonNode leaf) =>
        (HasOwnTruth(leaf) ? null : UserDimensions.Assign(leaf) ?? OnOutcome(leaf)) ?? DimensionPredicate.Present(new Dimension("?" + leaf.Text, DimensionShape.Text));

    /// <summary>Parts of a text are truths of their own in any case, equal where the comparisons are.</summary>
    private static bool HasOwnTruth(ComparisonNode leaf) =>
        leaf.Operator is ComparisonOperator.Exists or ComparisonOperator.Contains or ComparisonOperator.IContains
        || InspectedRule.IsEmptyList(leaf);

    private static DimensionPredicate? OnOutcome(ComparisonNode leaf) => ConstantComparison.FieldOf(leaf) switch
    {
        { HasArgument: false, Definition.Name: "evt.rawres", Type: FieldType.Int64 } field =>
            PredicateSets.OnSigned(leaf, new Dimension(field.Text, DimensionShape.SignedNumber), out _),
        { HasArgument: false, Definition.Name: "evt.failed" } field =>
            PredicateSets.OnNumber(leaf, new Dimension(field.Text, DimensionShape.Number), uint.MaxValue, out _),
        { HasArgument: false, Definition.Name: "evt.res" } field =>
            PredicateSets.OnText(leaf, new Dimension(field.Text, DimensionShape.Text), out _),
        _ => null,
    };

    private bool IsImpossible(Formula formula)
    {
        if (formula.Kind == FormulaKind.False || _impossible.Contains(formula))
            return true;
        if (formula.Dimensions == 0 || _steps-- <= 0)
            return false;
        var dimension = NextDimension(formula);
        var outcomes = DimensionOutcomes.Of(_pool, formula)[dimension];
        var kinds = outcomes.Alike(DimensionOutcomes.Predicates(formula, 1UL << dimension));
        var tried = 0;
        for (var outcome = 0; outcome < outcomes.Count; outcome++)
        {
            if (kinds[outcome] < tried)
                continue;
            tried++;
            var asked = outcome;
            if (!IsImpossible(_pool.Decide(formula, dimension, predicate => outcomes.Holds(predicate, asked))))
                return false;
        }

        _impossible.Add(formula);
        return true;
    }

    /// <summary>One that a whole conjunct speaks of: most of its outcomes leave nothing over.</summary>
    private static int NextDimension(Formula formula)
    {
        var among = formula.Dimensions;
        foreach (var conjunct in formula.Kind == FormulaKind.And ? formula.Operands : [])
        {
            var operand = conjunct.Kind == FormulaKind.Not ? conjunct.Operands[0] : conjunct;
            if (operand is { Kind: FormulaKind.Leaf, Dimensions: not 0 })
            {
                among = operand.Dimensions;
                break;
            }
        }

        return System.Numerics.BitOperations.TrailingZeroCount(among);
    }
}
