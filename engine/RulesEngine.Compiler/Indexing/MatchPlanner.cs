using System.Collections.Immutable;
using RulesEngine.Compiler.Lowering;
using RulesEngine.Runtime.Evaluation;
using RulesEngine.Runtime.Events;
using RulesEngine.Runtime.Matching;

namespace RulesEngine.Compiler.Indexing;

/// <summary>
/// Plans the user half of the index: it receives all rules of one event source, in the order they are to be tried, and
/// guarantees that for every event the standing clauses whose residual holds are exactly the rules whose condition
/// holds. Unlike the kernel's, its clauses may carry residuals, so nothing is ever refused; a condition that
/// would need many clauses gets one wide one with itself as residual. Its work grows with the rules: each is lowered
/// once for every class of event codes that it tells apart.
/// </summary>
public static class MatchPlanner
{
    /// <summary>The plan for these rules.</summary>
    public static MatchPlan Plan(ImmutableArray<MatchRule> rules)
    {
        var classes = new EventClasses();
        var parts = rules.SelectMany((rule, number) => PartsOf(rule, number, classes)).ToList();
        var groups = EventCodeGroups.Of(parts.Select(part => part.Codes));
        var concerns = new List<RulePart>[groups.Count];
        for (var i = 0; i < concerns.Length; i++)
            concerns[i] = [];
        foreach (var part in parts)
        {
            foreach (var group in groups.Within(part.Codes))
                concerns[group].Add(part);
        }

        return new MatchPlan(rules.Length,
            [.. concerns.Index().Where(item => item.Item.Count > 0).Select(item => Plan(groups[item.Index], item.Item))]);
    }

    private static IEnumerable<RulePart> PartsOf(MatchRule rule, int number, EventClasses classes)
    {
        if (AskingOrder.Matters(rule.Condition))
            return [new RulePart(number, rule.EventCodes, rule.Condition)];
        var pool = new FormulaPool();
        var formulas = new Dictionary<Formula, EventClass>();
        foreach (var part in classes.Of(rule.Condition, rule.EventCodes))
        {
            var formula = pool.From(GlobPass.Apply(part.Condition), UserDimensions.Assign);
            if (formula.Kind == FormulaKind.False)
                continue;
            if (formulas.TryGetValue(formula, out var same))
                formulas[formula] = same with { Codes = same.Codes.Union(part.Codes) };
            else
                formulas.Add(formula, part);
        }

        return formulas.Select(item =>
            new RulePart(number, item.Value.Codes, item.Value.Condition, pool, item.Key));
    }

    private static MatchGroup Plan(ImmutableArray<ushort> codes, List<RulePart> parts)
    {
        var lookUps = LookUpChoice.Of(parts);
        var chosen = lookUps.ToHashSet(StringComparer.Ordinal);
        var clauses = ImmutableArray.CreateBuilder<Clause>(parts.Count);
        var wants = ImmutableArray.CreateBuilder<MatchClause>(parts.Count);
        foreach (var part in parts)
        {
            foreach (var clause in part.Cover(chosen))
            {
                clauses.Add(clause);
                wants.Add(new MatchClause(part.Rule, clause.IsExact ? null : clause.Residual));
            }
        }

        var index = IndexBuilder.Build(clauses.DrainToImmutable(), lookUps);
        return new MatchGroup(codes, index, wants.DrainToImmutable());
    }
}

/// <summary>A rule as the index takes it: its condition and the event codes it is tried on.</summary>
public sealed record MatchRule(ConditionNode Condition, EventCodeSet EventCodes);
