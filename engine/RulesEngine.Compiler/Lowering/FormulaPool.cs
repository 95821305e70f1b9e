using System.Collections.Immutable;
using RulesEngine.Runtime.Evaluation;

namespace RulesEngine.Compiler.Lowering;

/// <summary>
/// Makes formulas, each only once, and simplifies while making: constants are folded, operands that occur twice count
/// once, opposites cancel. Each of these holds in two-valued logic, so the meaning stays.
/// </summary>
public sealed class FormulaPool
{
    /// <summary>A formula has a bit for each dimension.</summary>
    public const int MostDimensions = 64;

    private readonly Dictionary<string, Formula> _byKey = [];
    private readonly List<Dimension> _dimensions = [];

    public FormulaPool()
    {
        True = Intern(FormulaKind.True, []);
        False = Intern(FormulaKind.False, []);
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
        AndNode and => And(and.Operands.Select(operand => From(operand, assign))),
        OrNode or => Or(or.Operands.Select(operand => From(operand, assign))),
        _ => throw new ArgumentOutOfRangeException(nameof(condition), condition, null),
    };

    /// <summary>
    /// A leaf; two leaves of the same text on the same dimension are one. A dimension beyond the most that a formula
    /// can name is none: the comparison then counts as one that no dimension expresses.
    /// </summary>
    public Formula Leaf(ComparisonNode comparison, DimensionPredicate? predicate)
    {
        var dimension = predicate is null ? -1 : IndexOf(predicate.Dimension);
        if (dimension < 0)
            predicate = null;
        var key = $"{dimension}:{comparison.Text}";
        if (!_byKey.TryGetValue(key, out var leaf))
        {
            leaf = new Formula(_byKey.Count, FormulaKind.Leaf, [])
            {
                Comparison = comparison,
                Predicate = predicate,
                Dimensions = dimension < 0 ? 0 : 1UL << dimension,
            };
            _byKey.Add(key, leaf);
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

    public Formula And(IEnumerable<Formula> operands) =>
        Join(FormulaKind.And, operands, neutral: True, absorbing: False);

    public Formula Or(IEnumerable<Formula> operands) => Join(FormulaKind.Or, operands, neutral: False, absorbing: True);

    /// <summary>The formula with one dimension's leaves decided, in every place.</summary>
    public Formula Decide(Formula formula, int dimension, Func<DimensionPredicate, bool> holds) =>
        Decide(formula, 1UL << dimension, holds, []);

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

    private Formula Decide(
        Formula formula, ulong dimension, Func<DimensionPredicate, bool> holds, Dictionary<Formula, Formula> done)
    {
        if ((formula.Dimensions & dimension) == 0)
            return formula;
        if (formula.Kind == FormulaKind.Leaf)
            return holds(formula.Predicate!) ? True : False;
        if (done.TryGetValue(formula, out var decided))
            return decided;
        var operands = formula.Operands.Select(operand => Decide(operand, dimension, holds, done));
        decided = formula.Kind switch
        {
            FormulaKind.Not => Not(operands.Single()),
            FormulaKind.And => And(operands),
            _ => Or(operands),
        };
        done.Add(formula, decided);
        return decided;
    }

    private Formula Join(FormulaKind kind, IEnumerable<Formula> operands, Formula neutral, Formula absorbing)
    {
        var kept = new List<Formula>();
        var seen = new HashSet<int>();
        foreach (var operand in Flat(kind, operands))
        {
            if (operand == absorbing)
                return absorbing;
            if (operand != neutral && seen.Add(operand.Id))
                kept.Add(operand);
        }

        foreach (var operand in kept)
        {
            if (operand.Kind == FormulaKind.Not && seen.Contains(operand.Operands[0].Id))
                return absorbing;
        }

        return kept.Count switch
        {
            0 => neutral,
            1 => kept[0],
            _ => Intern(kind, [.. kept]),
        };
    }

    private static IEnumerable<Formula> Flat(FormulaKind kind, IEnumerable<Formula> operands)
    {
        foreach (var operand in operands)
        {
            if (operand.Kind != kind)
            {
                yield return operand;
                continue;
            }

            foreach (var inner in operand.Operands)
                yield return inner;
        }
    }

    private Formula Intern(FormulaKind kind, ImmutableArray<Formula> operands)
    {
        var key = $"{kind}({string.Join(',', operands.Select(operand => operand.Id))})";
        if (!_byKey.TryGetValue(key, out var formula))
        {
            formula = new Formula(_byKey.Count, kind, operands);
            _byKey.Add(key, formula);
        }

        return formula;
    }

    internal int IndexOf(Dimension dimension)
    {
        var index = _dimensions.IndexOf(dimension);
        if (index >= 0 || _dimensions.Count == MostDimensions)
            return index;
        _dimensions.Add(dimension);
        return _dimensions.Count - 1;
    }
}
