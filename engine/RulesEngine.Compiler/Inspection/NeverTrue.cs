using RulesEngine.Compiler.Lowering;
using RulesEngine.Runtime.Evaluation;
using RulesEngine.Runtime.Events;

namespace RulesEngine.Compiler.Inspection;

/// <summary>
/// Says why a rule's condition can hold for no event: no event type is left, or its comparisons contradict each other. It
/// finds some such conditions, not all, and is never wrong about one it names.
/// </summary>
internal static class NeverTrue
{
    private const int MostSteps = 2000;

    public static string? Explain(InspectedRule rule)
    {
        var codes = rule.Rule.EventCodes;
        if (codes.Count == 0)
        {
            // A condition without events on account of `evt.num` is a rule that somebody switched off.
            if (!rule.Leaves.Any(leaf => ConstantComparison.FieldOf(leaf)?.Definition.Name == "evt.num"))
                return "no event type is left";
            codes = EventCodeSet.All;
        }

        string? reason = null;
        foreach (var code in InspectedRule.CodesOf(codes).DistinctBy(rule.KindOf))
        {
            var condition = rule.On(code);
            if (ConditionRewriter.IsFalse(condition))
                continue;
            if (Contradicts(condition) is not { } contradiction)
                return null;
            reason ??= contradiction;
        }

        return reason ?? (rule.ComparesWithNothing ? "it compares with an empty list" : "no event type is left");
    }

    private static string? Contradicts(ConditionNode condition)
    {
        var pool = new FormulaPool();
        var formula = pool.From(condition, Contradiction.PredicateOf);
        if (!Contradiction.IsProven(pool, formula, MostSteps))
            return null;
        var conjuncts = formula.Kind == FormulaKind.And ? formula.Operands : [formula];
        foreach (var (index, dimension) in pool.Dimensions.Index().Where(item => item.Item.Name[0] != '?'))
        {
            var alone = conjuncts.Where(conjunct => conjunct.Dimensions == 1UL << index).Select(FormulaPool.ToCondition);
            if (Contradiction.IsProven(pool, pool.From(ConditionRewriter.And(alone), Contradiction.PredicateOf), MostSteps))
                return $"no value of {dimension.Field?.Text ?? dimension.Name} satisfies all comparisons with it";
        }

        return "its comparisons contradict each other";
    }
}
