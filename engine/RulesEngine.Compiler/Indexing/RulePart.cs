using System.Collections.Immutable;
using System.Numerics;
using RulesEngine.Compiler.Lowering;
using RulesEngine.Runtime.Evaluation;
using RulesEngine.Runtime.Events;

namespace RulesEngine.Compiler.Indexing;

/// <summary>
/// A rule on a class of event codes that its condition does not tell apart. Several groups of codes may share it; it
/// works out its clauses once for each choice of look-ups that a group makes.
/// </summary>
internal sealed class RulePart
{
    /// <summary>Clauses a rule may have in a group; past that, looking at one wide clause is cheaper.</summary>
    private const int MostClauses = 12;

    private readonly ConditionNode _condition;
    private readonly FormulaPool? _pool;
    private readonly Formula? _formula;
    private readonly Dictionary<ulong, ImmutableArray<Clause>> _covers = [];

    /// <summary>A part that is evaluated whole and in order, for conditions whose asking matters.</summary>
    public RulePart(int rule, EventCodeSet codes, ConditionNode condition)
    {
        Rule = rule;
        Codes = codes;
        Comparisons = ConditionRewriter.Leaves(condition).Count;
        _condition = condition;
    }

    /// <summary>A part whose condition on these codes is a formula of the pool.</summary>
    public RulePart(int rule, EventCodeSet codes, ConditionNode condition, FormulaPool pool, Formula formula)
        : this(rule, codes, condition)
    {
        _pool = pool;
        _formula = formula;
        LookUps =
        [
            .. pool.Dimensions.Index().Where(item => (formula.Dimensions >> item.Index & 1) != 0)
                .GroupBy(item => item.Item.LookUp, StringComparer.Ordinal)
                .Select(uses => new LookUp(
                    uses.Key,
                    LookUpCost.Of(uses.First().Item),
                    uses.Aggregate(0UL, (all, use) => all | 1UL << use.Index))),
        ];
    }

    public int Rule { get; }

    public EventCodeSet Codes { get; }

    /// <summary>How many comparisons the condition is made of.</summary>
    public int Comparisons { get; }

    /// <summary>The look-ups that the formula speaks of.</summary>
    public ImmutableArray<LookUp> LookUps { get; } = [];

    /// <summary>Whether the look-up rules the rule out when the value is the usual one.</summary>
    public bool IsRuledOutBy(LookUp lookUp) => IsRuledOutBy([lookUp]);

    /// <summary>The same of several look-ups together.</summary>
    public bool IsRuledOutBy(params IEnumerable<LookUp> lookUps)
    {
        if (_pool is null || _formula is null)
            return false;
        var rest = _formula;
        var code = Codes.Codes().First();
        foreach (var lookUp in lookUps)
        {
            for (var bits = lookUp.Dimensions & rest.Dimensions; bits != 0; bits &= bits - 1)
                rest = _pool.Decide(rest, BitOperations.TrailingZeroCount(bits),
                    predicate => UsualValues.Holds(predicate, code));
        }

        return rest.Kind == FormulaKind.False;
    }

    /// <summary>The clauses with those of these look-ups that the rule speaks of.</summary>
    public ImmutableArray<Clause> Cover(HashSet<string> lookUps)
    {
        if (_pool is null || _formula is null)
            return [new Clause([], _condition)];
        var mask = 0UL;
        foreach (var lookUp in LookUps)
            mask |= lookUps.Contains(lookUp.Name) ? lookUp.Dimensions : 0;
        if (!_covers.TryGetValue(mask, out var clauses))
        {
            clauses = ClauseCover.Exact(_pool, _formula, MostClauses, mask)
                ?? [ClauseCover.Around(_pool, _formula, mask)];
            clauses = [.. clauses.Select(PartsPass.Apply)];
            _covers.Add(mask, clauses);
        }

        return clauses;
    }
}

/// <summary>A look-up that a rule can use: one dimension, or all those about parts of one field.</summary>
/// <param name="Name">Its name in the index.</param>
/// <param name="Cost">See <see cref="LookUpCost"/>.</param>
/// <param name="Dimensions">The bits of its dimensions in the rule's formulas.</param>
internal sealed record LookUp(string Name, int Cost, ulong Dimensions);
