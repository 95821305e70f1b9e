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
    private readonly Dictionary<FormulaKind, Dictionary<Formula[], Formula>> _junctions = new()
    {
        [FormulaKind.Not] = new(SameOperands.Instance),
        [FormulaKind.And] = new(SameOperands.Instance),
        [FormulaKind.Or] = new(SameOperands.Instance),
    };

    /// <summary>A stack of operands of the formulas that are being made.</summary>
    private readonly List<Formula> _operands = [];
    private readonly List<Dimension> _dimensions = [];
    private int _formulas;
    private int _decisions;
    private int _joins;

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
        AndNode and => FromAll(FormulaKind.And, and.Operands, assign),
        OrNode or => FromAll(FormulaKind.Or, or.Operands, assign),
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

    private Formula FromAll(
        FormulaKind kind, ImmutableArray<ConditionNode> conditions, Func<ComparisonNode, DimensionPredicate?> assign)
    {
        var start = _operands.Count;
        foreach (var condition in conditions)
            _operands.Add(From(condition, assign));
        return Join(kind, start);
    }

    private Formula DecideWithin(Formula formula, ulong dimension, Func<DimensionPredicate, bool> holds)
    {
        if ((formula.Dimensions & dimension) == 0)
            return formula;
        if (formula.Kind == FormulaKind.Leaf)
            return holds(formula.Predicate!) ? True : False;
        if (formula.Decided.Decision == _decisions)
            return formula.Decided.Result!;
        var decided = formula.Kind == FormulaKind.Not
            ? Not(DecideWithin(formula.Operands[0], dimension, holds))
            : DecideOperands(formula, dimension, holds);
        formula.Decided = (_decisions, decided);
        return decided;
    }

    private Formula DecideOperands(Formula formula, ulong dimension, Func<DimensionPredicate, bool> holds)
    {
        var start = _operands.Count;
        var absorbing = Absorbing(formula.Kind);
        foreach (var operand in formula.Operands)
        {
            var decided = DecideWithin(operand, dimension, holds);
            _operands.Add(decided);
            if (decided == absorbing)
                break;
        }

        return Join(formula.Kind, start);
    }

    private Formula Absorbing(FormulaKind kind) => kind == FormulaKind.And ? False : True;

    private Formula Neutral(FormulaKind kind) => kind == FormulaKind.And ? True : False;

    /// <summary>Takes the operands from a place on off the stack and joins them, each once and in order.</summary>
    private Formula Join(FormulaKind kind, int start)
    {
        var end = _operands.Count;
        var mark = ++_joins;
        var isAbsorbed = false;
        for (var i = start; i < end && !isAbsorbed; i++)
        {
            var operand = _operands[i];
            if (operand.Kind != kind)
            {
                isAbsorbed = !Keep(operand);
                continue;
            }

            foreach (var inner in operand.Operands)
                isAbsorbed |= !Keep(inner);
        }

        var kept = CollectionsMarshal.AsSpan(_operands)[end..];
        foreach (var operand in kept)
            isAbsorbed |= operand.Kind == FormulaKind.Not && operand.Operands[0].LastJoin == mark;
        var joined = isAbsorbed ? Absorbing(kind) : kept.Length switch
        {
            0 => Neutral(kind),
            1 => kept[0],
            _ => Intern(kind, kept),
        };
        _operands.RemoveRange(start, _operands.Count - start);
        return joined;

        bool Keep(Formula operand)
        {
            if (operand == Absorbing(kind))
                return false;
            if (operand != Neutral(kind) && operand.LastJoin != mark)
            {
                operand.LastJoin = mark;
                _operands.Add(operand);
            }

            return true;
        }
    }

    private Formula Intern(FormulaKind kind, ReadOnlySpan<Formula> operands)
    {
        var known = _junctions[kind].GetAlternateLookup<ReadOnlySpan<Formula>>();
        if (!known.TryGetValue(operands, out var formula))
            known[operands] = formula = Make(kind, [.. operands]);
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

    /// <summary>Two inner formulas of a kind are the same when they have the very same operands in order.</summary>
    private sealed class SameOperands
        : IEqualityComparer<Formula[]>, IAlternateEqualityComparer<ReadOnlySpan<Formula>, Formula[]>
    {
        public static readonly SameOperands Instance = new();

        public bool Equals(Formula[]? left, Formula[]? right) => left.AsSpan().SequenceEqual(right);

        public bool Equals(ReadOnlySpan<Formula> left, Formula[] right) => left.SequenceEqual(right);

        public int GetHashCode(Formula[] operands) => GetHashCode(operands.AsSpan());

        public int GetHashCode(ReadOnlySpan<Formula> operands)
        {
            var hash = 0;
            foreach (var operand in operands)
                hash = (hash * 31) + operand.Id;
            return hash;
        }

        public Formula[] Create(ReadOnlySpan<Formula> operands) => operands.ToArray();
    }
}
