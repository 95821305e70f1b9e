using System.Collections.Immutable;
using System.Runtime.InteropServices;
using RulesEngine.Runtime.Evaluation;

namespace RulesEngine.Compiler.Lowering;

/// <summary>
/// Makes the formulas of one rule, each only once, and simplifies while making: constants are folded, operands that
/// occur twice count once, opposites cancel. Each of these holds in two-valued logic, so the meaning stays.
/// </summary>
public sealed class FormulaPool
{
    /// <summary>A formula has a bit for each dimension.</summary>
    public const int MostDimensions = 64;

    private readonly Dictionary<(int Dimension, string Text), Formula> _leaves = [];
    private readonly Dictionary<Junction, Formula> _junctions = [];
    private readonly List<Dimension> _dimensions = [];
    private int _formulas;
    private int _decisions;

    public FormulaPool()
    {
        True = Make(FormulaKind.True, []);
        False = Make(FormulaKind.False, []);
    }

    public Formula True { get; }

    public Formula False { get; }

    /// <summary>The dimensions met so far; their index is their bit in <see cref="Formula.Dimensions"/>.</summary>
    public IReadOnlyList<Dimension> Dimensions => _dimensions;

    /// <summary>The formula of a condition; <paramref name="assign"/> gives a leaf its predicate, or null.</summary>
    public Formula From(ConditionNode condition, Func<ComparisonNode, DimensionPredicate?> assign) => condition switch
    {
        ComparisonNode leaf => Leaf(leaf, assign(leaf)),
        NotNode not => Not(From(not.Operand, assign)),
        AndNode and => Join(FormulaKind.And, FromAll(and.Operands, assign)),
        OrNode or => Join(FormulaKind.Or, FromAll(or.Operands, assign)),
        _ => throw new ArgumentOutOfRangeException(nameof(condition), condition, null),
    };

    /// <summary>
    /// A leaf; two leaves of the same text on the same dimension are one. A dimension beyond the most that a formula
    /// can name is none: the comparison then counts as one that no dimension expresses.
    /// </summary>
    public Formula Leaf(ComparisonNode comparison, DimensionPredicate? predicate)
    {
        var dimension = predicate is null ? -1 : IndexOf(predicate.Dimension);
        if (!_leaves.TryGetValue((dimension, comparison.Text), out var leaf))
        {
            leaf = new Formula(_formulas++, FormulaKind.Leaf, [])
            {
                Comparison = comparison,
                Predicate = dimension < 0 ? null : predicate,
                Dimensions = dimension < 0 ? 0 : 1UL << dimension,
            };
            _leaves.Add((dimension, comparison.Text), leaf);
        }

        return leaf;
    }

    public Formula Not(Formula operand) => operand.Kind switch
    {
        FormulaKind.True => False,
        FormulaKind.False => True,
        FormulaKind.Not => operand.Operands[0],
        _ => Intern(FormulaKind.Not, [operand]),
    };

    public Formula And(params ReadOnlySpan<Formula> operands) => Join(FormulaKind.And, operands);

    public Formula Or(params ReadOnlySpan<Formula> operands) => Join(FormulaKind.Or, operands);

    /// <summary>The formula with one dimension's leaves decided, in every place.</summary>
    public Formula Decide(Formula formula, int dimension, Func<DimensionPredicate, bool> holds)
    {
        _decisions++;
        return DecideWithin(formula, 1UL << dimension, holds);
    }

    /// <summary>The formula as a condition again.</summary>
    public static ConditionNode ToCondition(Formula formula) => formula.Kind switch
    {
        FormulaKind.True => ConditionRewriter.True,
        FormulaKind.False => ConditionRewriter.False,
        FormulaKind.Leaf => formula.Comparison!,
        FormulaKind.Not => new NotNode(ToCondition(formula.Operands[0])),
        FormulaKind.And => new AndNode([.. formula.Operands.Select(ToCondition)]),
        _ => new OrNode([.. formula.Operands.Select(ToCondition)]),
    };

    private Formula[] FromAll(
        ImmutableArray<ConditionNode> conditions, Func<ComparisonNode, DimensionPredicate?> assign)
    {
        var formulas = new Formula[conditions.Length];
        for (var i = 0; i < formulas.Length; i++)
            formulas[i] = From(conditions[i], assign);
        return formulas;
    }

    private Formula DecideWithin(Formula formula, ulong dimension, Func<DimensionPredicate, bool> holds)
    {
        if ((formula.Dimensions & dimension) == 0)
            return formula;
        if (formula.Kind == FormulaKind.Leaf)
            return holds(formula.Predicate!) ? True : False;
        if (formula.Decided.Decision == _decisions)
            return formula.Decided.Result!;
        var operands = new Formula[formula.Operands.Length];
        for (var i = 0; i < operands.Length; i++)
            operands[i] = DecideWithin(formula.Operands[i], dimension, holds);
        var decided = formula.Kind == FormulaKind.Not ? Not(operands[0]) : Join(formula.Kind, operands);
        formula.Decided = (_decisions, decided);
        return decided;
    }

    private Formula Join(FormulaKind kind, ReadOnlySpan<Formula> operands)
    {
        var (neutral, absorbing) = kind == FormulaKind.And ? (True, False) : (False, True);
        var kept = new List<Formula>(operands.Length);
        foreach (var operand in operands)
        {
            if (operand == absorbing)
                return absorbing;
            if (operand.Kind == kind)
                kept.AddRange(operand.Operands);
            else if (operand != neutral)
                kept.Add(operand);
        }

        if (kept.Count > 1)
        {
            var seen = new HashSet<Formula>(kept.Count);
            kept.RemoveAll(operand => !seen.Add(operand));
            foreach (var operand in kept)
            {
                if (operand.Kind == FormulaKind.Not && seen.Contains(operand.Operands[0]))
                    return absorbing;
            }
        }

        return kept.Count switch
        {
            0 => neutral,
            1 => kept[0],
            _ => Intern(kind, [.. kept]),
        };
    }

    private Formula Intern(FormulaKind kind, ImmutableArray<Formula> operands)
    {
        var junction = new Junction(kind, operands);
        if (!_junctions.TryGetValue(junction, out var formula))
            _junctions.Add(junction, formula = Make(kind, operands));
        return formula;
    }

    private Formula Make(FormulaKind kind, ImmutableArray<Formula> operands) => new(_formulas++, kind, operands);

    internal int IndexOf(Dimension dimension)
    {
        var index = _dimensions.IndexOf(dimension);
        if (index >= 0 || _dimensions.Count == MostDimensions)
            return index;
        _dimensions.Add(dimension);
        return _dimensions.Count - 1;
    }

    /// <summary>What makes two inner formulas the same: the kind and the very operands in order.</summary>
    private readonly struct Junction(FormulaKind kind, ImmutableArray<Formula> operands) : IEquatable<Junction>
    {
        private readonly FormulaKind _kind = kind;
        private readonly Formula[] _operands = ImmutableCollectionsMarshal.AsArray(operands)!;

        public bool Equals(Junction other) =>
            _kind == other._kind && _operands.AsSpan().SequenceEqual(other._operands);

        public override bool Equals(object? obj) => obj is Junction other && Equals(other);

        public override int GetHashCode()
        {
            var hash = (int)_kind;
            foreach (var operand in _operands)
                hash = (hash * 31) + operand.Id;
            return hash;
        }
    }
}
