using System.Collections.Immutable;
using RulesEngine.Compiler.Lowering;
using RulesEngine.Runtime.Evaluation;
using RulesEngine.Runtime.Events;

namespace RulesEngine.Compiler.Indexing;

/// <summary>
/// A rule on a class of event codes that its condition does not tell apart. Several groups of codes may share it; it
/// works out its clauses once for each choice of dimensions that a group makes.
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
        _condition = condition;
    }

    /// <summary>A part whose condition on these codes is a formula of the pool.</summary>
    public RulePart(int rule, EventCodeSet codes, ConditionNode condition, FormulaPool pool, Formula formula)
        : this(rule, codes, condition)
    {
        _pool = pool;
        _formula = formula;
        RuledOutBy =
        [
            .. pool.Dimensions.Where((_, i) => (formula.Dimensions >> i & 1) != 0
                && pool.Decide(formula, i, predicate => predicate.HoldsElsewhere).Kind == FormulaKind.False),
        ];
    }

    public int Rule { get; }

    public EventCodeSet Codes { get; }

    /// <summary>The dimensions whose look-up rules the rule out when the value has no entry.</summary>
    public ImmutableArray<Dimension> RuledOutBy { get; } = [];

    /// <summary>The clauses with look-ups in those of these dimensions that the rule speaks of.</summary>
    public ImmutableArray<Clause> Cover(HashSet<string> dimensions)
    {
        if (_pool is null || _formula is null)
            return [new Clause([], _condition)];
        var mask = 0UL;
        for (var i = 0; i < _pool.Dimensions.Count; i++)
            mask |= dimensions.Contains(_pool.Dimensions[i].Name) ? 1UL << i : 0;
        mask &= _formula.Dimensions;
        if (!_covers.TryGetValue(mask, out var clauses))
        {
            clauses = ClauseCover.Exact(_pool, _formula, MostClauses, mask)
                ?? [ClauseCover.Around(_pool, _formula, mask)];
            _covers.Add(mask, clauses);
        }

        return clauses;
    }
}
