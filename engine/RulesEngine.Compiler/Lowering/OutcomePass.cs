using RulesEngine.Runtime.Evaluation;

namespace RulesEngine.Compiler.Lowering;

/// <summary>
/// Decides predicates on the outcome as if the operation succeeded. It is for enforcement only: the question there is
/// whether the operation, if let through, would be one that the rule describes; before the effect there is no
/// other outcome to speak of. A rule that needs failure becomes constant false and is reported as such.
/// </summary>
public static class OutcomePass
{
    /// <summary>The condition with its predicates on the outcome decided, where success decides them.</summary>
    public static ConditionNode AssumeSuccess(ConditionNode condition, GuardedEvent guarded) =>
        ConditionRewriter.Rewrite(condition, leaf =>
            Decide(leaf, guarded) is { } known ? ConditionRewriter.Of(known) : null);

    private static bool? Decide(ComparisonNode leaf, GuardedEvent guarded)
    {
        // A new descriptor and a count of bytes are some number from zero on; what else succeeds returns zero.
        var highest = guarded.ReturnsNumber ? (long)int.MaxValue : 0;
        return ConstantComparison.FieldOf(leaf) switch
        {
            { HasArgument: false, Definition.Name: "evt.rawres" } => ConstantComparison.OnNumbers(leaf, 0, highest),
            { HasArgument: false, Definition.Name: "evt.failed" } => ConstantComparison.OnNumbers(leaf, 0, 0),
            { HasArgument: false, Definition.Name: "evt.res" } => ConstantComparison.OnText(leaf, "SUCCESS"u8),
            { HasArgument: false, Definition.Name: "fd.num" } when guarded.HasDescriptor =>
                ConstantComparison.OnNumbers(leaf, 0, int.MaxValue),
            _ => null,
        };
    }
}
