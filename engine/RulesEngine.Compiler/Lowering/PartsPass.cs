using System.Collections.Immutable;
using RulesEngine.Runtime.Evaluation;

namespace RulesEngine.Compiler.Lowering;

/// <summary>
/// Leaves a clause, of the parts of one field that it wants and does not want, only what one look-up for all parts can
/// answer: a single wanted one (the longest, as the rarest), or else those not wanted. It preserves meaning because
/// what is taken out of the constraints is put into the residual as the comparison that it was.
/// </summary>
public static class PartsPass
{
    /// <summary>The clause with at most one wanted part per look-up.</summary>
    public static Clause Apply(Clause clause)
    {
        var left = new List<ConditionNode>();
        var kept = ImmutableArray.CreateBuilder<DimensionConstraint>(clause.Constraints.Length);
        foreach (var group in clause.Constraints.GroupBy(constraint => constraint.Dimension.LookUp))
        {
            var wanted = group.Where(constraint => constraint.Dimension.Part is not null && !constraint.Default)
                .MaxBy(ShortestPart);
            foreach (var constraint in group)
            {
                if (wanted is null || constraint == wanted)
                    kept.Add(constraint);
                else
                    left.Add(AsCondition(constraint));
            }
        }

        return left.Count == 0 ? clause
            : new Clause(kept.DrainToImmutable(), ConditionRewriter.And([.. left, clause.Residual]));
    }

    private static int ShortestPart(DimensionConstraint constraint) =>
        constraint.Entries.Min(entry => entry.Prefix.Bits);

    private static ConditionNode AsCondition(DimensionConstraint constraint) =>
        constraint.Default ? new NotNode(constraint.Dimension.Part!) : constraint.Dimension.Part!;
}
