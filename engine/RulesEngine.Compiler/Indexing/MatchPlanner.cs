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
/// would need many clauses gets one wide one with itself as residual.
/// </summary>
public sealed class MatchPlanner
{
    /// <summary>Clauses one rule may have in a group; past that, looking at one wide clause is cheaper.</summary>
    private const int MostClausesPerRule = 12;

    private readonly FormulaPool _pool = new();
    private readonly Dictionary<(Formula Formula, ulong Dimensions), ImmutableArray<Clause>> _covers = [];

    private readonly HashSet<string> _fields;

    private MatchPlanner(HashSet<string> fields) => _fields = fields;

    /// <summary>The plan for these rules; of very many fields the most used become dimensions.</summary>
    public static MatchPlan Plan(ImmutableArray<MatchRule> rules)
    {
        var fields = rules.SelectMany(rule => ConditionRewriter.Leaves(rule.Condition))
            .Select(UserDimensions.FieldOf).Where(field => field is not null).CountBy(field => field!.Text)
            .OrderByDescending(uses => uses.Value).Take(FormulaPool.MostDimensions).Select(uses => uses.Key);
        return new MatchPlanner([.. fields]).PlanAll(rules);
    }

    private MatchPlan PlanAll(ImmutableArray<MatchRule> rules)
    {
        var groups = new Dictionary<string, (List<ushort> Codes, List<Concern> Concerns)>();
        var whole = rules.Select(rule => AskingOrder.Matters(rule.Condition)).ToArray();
        for (ushort code = 0; code < EventTable.Count; code++)
        {
            var concerns = new List<Concern>();
            for (var rule = 0; rule < rules.Length; rule++)
            {
                if (!rules[rule].EventCodes.Contains(code))
                    continue;
                var formula = whole[rule]
                    ? null : _pool.From(EventTypePass.Specialise(rules[rule].Condition, code), Assign);
                if (formula is not { Kind: FormulaKind.False })
                    concerns.Add(new Concern(rule, rules[rule].Condition, formula));
            }

            if (concerns.Count == 0)
                continue;
            var key = string.Join(' ', concerns.Select(concern => $"{concern.Rule}:{concern.Formula?.Id}"));
            if (!groups.TryGetValue(key, out var group))
                groups.Add(key, group = ([], concerns));
            group.Codes.Add(code);
        }

        return new MatchPlan(rules.Length,
            [.. groups.Values.Select(group => PlanGroup([.. group.Codes], group.Concerns))]);
    }

    /// <summary>
    /// Plans a group twice: with all dimensions, to see which of them rule clauses out, and then with those that do so
    /// often enough to pay for their look-up. Comparisons of the others go to the residuals.
    /// </summary>
    private MatchGroup PlanGroup(ImmutableArray<ushort> codes, List<Concern> concerns)
    {
        var all = Cover(concerns, _ => true);
        var index = IndexBuilder.Build([.. all.Select(item => item.Clause)]);
        var worthwhile = index.Dimensions.Where(dimension => LookUpCost.IsWorthwhile(dimension, index.ClauseCount))
            .Select(dimension => dimension.Field!.Text).ToHashSet();
        var kept = worthwhile.Count == index.Dimensions.Length
            ? all : Cover(concerns, dimension => worthwhile.Contains(dimension.Name));
        return new MatchGroup(
            codes,
            IndexBuilder.Build([.. kept.Select(item => item.Clause)]),
            [.. kept.Select(item => new MatchClause(item.Rule, item.Clause.IsExact ? null : item.Clause.Residual))]);
    }

    private List<(int Rule, Clause Clause)> Cover(List<Concern> concerns, Func<Dimension, bool> allowed)
    {
        var clauses = new List<(int Rule, Clause Clause)>();
        foreach (var concern in concerns)
        {
            if (concern.Formula is { } formula)
                clauses.AddRange(Cover(formula, allowed).Select(clause => (concern.Rule, clause)));
            else
                clauses.Add((concern.Rule, new Clause([], concern.Condition)));
        }

        return clauses;
    }

    private ImmutableArray<Clause> Cover(Formula formula, Func<Dimension, bool> allowed)
    {
        var dimensions = _pool.Dimensions.Index()
            .Where(item => (formula.Dimensions >> item.Index & 1) != 0 && allowed(item.Item)).ToArray();
        var mask = dimensions.Aggregate(0UL, (all, item) => all | 1UL << item.Index);
        if (!_covers.TryGetValue((formula, mask), out var clauses))
        {
            clauses = ClauseCover.Exact(_pool, formula, MostClausesPerRule, mask)
                ?? [ClauseCover.Around(_pool, formula, mask)];
            _covers.Add((formula, mask), clauses);
        }

        return clauses;
    }

    private DimensionPredicate? Assign(ComparisonNode leaf) =>
        UserDimensions.FieldOf(leaf) is { } field && _fields.Contains(field.Text) ? UserDimensions.Assign(leaf) : null;

    /// <summary>
    /// A rule in a group: its formula there, or none when its condition must be evaluated whole and in order.
    /// </summary>
    private sealed record Concern(int Rule, ConditionNode Condition, Formula? Formula);
}

/// <summary>A rule as the index takes it: its condition and the event codes it is tried on.</summary>
public sealed record MatchRule(ConditionNode Condition, EventCodeSet EventCodes);
