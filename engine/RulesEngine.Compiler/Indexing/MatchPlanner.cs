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

    /// <summary>A field is worth a look-up per event when it saves at least this many comparisons.</summary>
    private const int FewestUses = 3;

    private readonly FormulaPool _pool = new();
    private readonly Dictionary<Formula, ImmutableArray<Clause>> _covers = [];
    private readonly HashSet<string> _fields;

    private MatchPlanner(HashSet<string> fields) => _fields = fields;

    /// <summary>The plan for these rules.</summary>
    public static MatchPlan Plan(ImmutableArray<MatchRule> rules)
    {
        var fields = rules.SelectMany(rule => ConditionRewriter.Leaves(rule.Condition))
            .Select(UserDimensions.FieldOf).Where(field => field is not null)
            .CountBy(field => field!.Text).Where(uses => uses.Value >= FewestUses).Select(uses => uses.Key);
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

        return new MatchPlan(rules.Length, [.. groups.Values.Select(group => PlanGroup([.. group.Codes], group.Concerns))]);
    }

    private MatchGroup PlanGroup(ImmutableArray<ushort> codes, List<Concern> concerns)
    {
        var clauses = ImmutableArray.CreateBuilder<Clause>();
        var wants = ImmutableArray.CreateBuilder<MatchClause>();
        foreach (var concern in concerns)
        {
            foreach (var clause in concern.Formula is { } formula ? Cover(formula) : [new Clause([], concern.Condition)])
            {
                clauses.Add(clause);
                wants.Add(new MatchClause(concern.Rule, clause.IsExact ? null : clause.Residual));
            }
        }

        return new MatchGroup(codes, IndexBuilder.Build(clauses.ToImmutable()), wants.ToImmutable());
    }

    private ImmutableArray<Clause> Cover(Formula formula)
    {
        if (!_covers.TryGetValue(formula, out var clauses))
        {
            clauses = ClauseCover.Exact(_pool, formula, MostClausesPerRule) ?? [ClauseCover.Around(_pool, formula)];
            _covers.Add(formula, clauses);
        }

        return clauses;
    }

    /// <summary>A rule in a group: its formula there, or none when its condition must be evaluated whole and in order.</summary>
    private sealed record Concern(int Rule, ConditionNode Condition, Formula? Formula);

    private DimensionPredicate? Assign(ComparisonNode leaf) =>
        UserDimensions.FieldOf(leaf) is { } field && _fields.Contains(field.Text) ? UserDimensions.Assign(leaf) : null;
}

/// <summary>A rule as the index takes it: its condition and the event codes it is tried on.</summary>
public sealed record MatchRule(ConditionNode Condition, EventCodeSet EventCodes);
