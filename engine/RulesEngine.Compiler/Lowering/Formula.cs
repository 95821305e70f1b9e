using System.Collections.Immutable;
using RulesEngine.Runtime.Evaluation;

namespace RulesEngine.Compiler.Lowering;

/// <summary>
/// A condition whose leaves know their dimension. Formulas of one <see cref="FormulaPool"/> are equal exactly when they
/// are the same object, so the parts that values leave over can be compared at no cost.
/// </summary>
public sealed class Formula
{
    internal Formula(int id, FormulaKind kind, ImmutableArray<Formula> operands)
    {
        Id = id;
        Kind = kind;
        Operands = operands;
        foreach (var operand in operands)
            Dimensions |= operand.Dimensions;
    }

    public int Id { get; }

    public FormulaKind Kind { get; }

    public ImmutableArray<Formula> Operands { get; }

    /// <summary>The comparison a leaf stands for.</summary>
    public ComparisonNode? Comparison { get; init; }

    /// <summary>A leaf's predicate; null on a leaf that no dimension expresses.</summary>
    public DimensionPredicate? Predicate { get; init; }

    /// <summary>A bit for each dimension (by its index in the pool) that some leaf below speaks of.</summary>
    public ulong Dimensions { get; init; }

    /// <summary>What the decision of this number made of the formula; the pool that makes the decision sets both.</summary>
    internal (int Decision, Formula? Result) Decided { get; set; }

    /// <summary>The last junction that kept the formula as operand, by the pool's count.</summary>
    internal int LastJoin { get; set; }
}

/// <summary>What a formula is.</summary>
public enum FormulaKind : byte
{
    True,
    False,
    Leaf,
    Not,
    And,
    Or,
}
