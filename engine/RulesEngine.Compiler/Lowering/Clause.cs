using System.Collections.Immutable;
using RulesEngine.Runtime.Evaluation;

namespace RulesEngine.Compiler.Lowering;

/// <summary>
/// A conjunction: one constraint per dimension it minds, and what is left over for those values. A condition is
/// the disjunction of its clauses.
/// </summary>
/// <param name="Constraints">At most one per dimension.</param>
/// <param name="Residual">What no dimension expresses; the constant true on an exact clause.</param>
public sealed record Clause(ImmutableArray<DimensionConstraint> Constraints, ConditionNode Residual)
{
    /// <summary>Whether the constraints alone decide.</summary>
    public bool IsExact => ConditionRewriter.IsTrue(Residual);

    /// <summary>The same clause with one more constraint.</summary>
    public Clause With(DimensionConstraint constraint) => this with { Constraints = Constraints.Add(constraint) };
}

/// <summary>
/// The values of a dimension that a clause allows: for each entry whether values whose longest entry it is are allowed,
/// and the same for values without entry and for no value. Entries that say the same as the entry around them are left
/// out.
/// </summary>
public sealed record DimensionConstraint(
    Dimension Dimension, ImmutableArray<AllowedPrefix> Entries, bool Default, bool Missing)
{
    /// <summary>The constraint that allows the given outcomes.</summary>
    public static DimensionConstraint Of(DimensionOutcomes outcomes, bool[] allowed)
    {
        var kept = ImmutableArray.CreateBuilder<AllowedPrefix>();
        // Prefixes come in order, a containing one before what it contains: the ones around form a stack.
        var around = new Stack<AllowedPrefix>();
        for (var i = 0; i < outcomes.Entries.Length; i++)
        {
            var entry = new AllowedPrefix(outcomes.Entries[i], allowed[DimensionOutcomes.FirstEntry + i]);
            while (around.Count > 0 && !around.Peek().Prefix.Contains(entry.Prefix))
                around.Pop();
            var outer = around.Count > 0 ? around.Peek().Allowed : allowed[DimensionOutcomes.NoEntry];
            if (entry.Allowed != outer)
                kept.Add(entry);
            around.Push(entry);
        }

        return new DimensionConstraint(
            outcomes.Dimension, kept.ToImmutable(),
            allowed[DimensionOutcomes.NoEntry], allowed[DimensionOutcomes.Missing]);
    }
}

/// <summary>A prefix and whether values whose longest entry it is are allowed.</summary>
public readonly record struct AllowedPrefix(Prefix Prefix, bool Allowed);
