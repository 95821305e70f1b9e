using RulesEngine.Compiler.Lowering;
using RulesEngine.Runtime.Evaluation;
using RulesEngine.Runtime.Matching;

namespace RulesEngine.Compiler.Planning;

/// <summary>
/// Says why a comparison was left in a residual instead of being decided by a look-up. It asks the same questions as
/// the planner, in the same order, of a plan that is already made.
/// </summary>
public static class ResidualReason
{
    /// <summary>The reason in words, without the comparison itself, for a comparison in a clause's residual.</summary>
    public static string Of(ComparisonNode leaf, ConditionNode residual, MatchGroup group)
    {
        if (AskingOrder.Matters(residual))
            return "the rule must be asked in its written order";
        if (ConstantComparison.FieldOf(leaf) is null)
            return "it compares no field with constants";
        if (UserDimensions.FieldOf(leaf) is not { } field)
            return "its field is compared in a way of its own";
        if (UserDimensions.Assign(leaf) is not { Dimension.Shape: var shape })
            return "its type and operator make no look-up";
        return group.Index.Dimensions.Any(dimension => dimension.Field!.Text == field.Text && dimension.Shape == shape)
            ? "the rule would need too many clauses"
            : "its field rules out too few clauses to pay for a look-up";
    }
}
