using RulesEngine.Compiler.Lowering;
using RulesEngine.Runtime.Evaluation;
using RulesEngine.Runtime.Matching;

namespace RulesEngine.Compiler.Planning;

/// <summary>
/// A condition as the guards of one event type see it: specialised to the type, the outcome taken as success, and what
/// is known or missing at the hook decided. If a predicate is left that the kernel cannot answer, it says which and
/// why.
/// </summary>
public sealed record KernelView(ConditionNode Condition, Tier Tier, PlanReason? Reason)
{
    private const int MostOthers = 3;

    /// <summary>The view of a condition at the guards of an event type.</summary>
    public static KernelView Of(ConditionNode condition, GuardedEvent guarded)
    {
        var ofType = EventTypePass.Specialise(condition, guarded.Code);
        var succeeded = OutcomePass.AssumeSuccess(ofType, guarded);
        var spelled = guarded.Operation == GuardedOperations.Open ? DirectoryPass.Apply(succeeded) : succeeded;
        var seen = ConditionRewriter.Rewrite(spelled, leaf =>
            KernelDimensions.Assign(leaf, guarded).Truth is { } known ? ConditionRewriter.Of(known) : null);
        if (ConditionRewriter.IsFalse(seen))
        {
            return new KernelView(seen, Tier.Late, new PlanReason(
                PlanReasonKind.NeverBefore,
                $"it cannot hold before {guarded.Name} succeeds, so there is nothing to refuse"));
        }

        var tier = Tier.Inline;
        var obstacles = new List<(ComparisonNode Leaf, string Why)>();
        foreach (var leaf in ConditionRewriter.Leaves(seen))
        {
            if (KernelDimensions.Assign(leaf, guarded).Obstacle is not { } obstacle)
                continue;
            if (!obstacles.Exists(known => known.Leaf.Text == leaf.Text))
                obstacles.Add((leaf, obstacle));
            tier = (Tier)Math.Max((byte)tier, (byte)TierOf(leaf, guarded));
        }

        return new KernelView(seen, tier, ReasonOf(obstacles));
    }

    /// <summary>
    /// The first predicate in the way with its cause; the others are named, so that one reading is enough.
    /// </summary>
    private static PlanReason? ReasonOf(List<(ComparisonNode Leaf, string Why)> obstacles)
    {
        if (obstacles.Count == 0)
            return null;
        var (leaf, why) = obstacles[0];
        var others = string.Join(", ", obstacles.Skip(1).Take(MostOthers).Select(other => other.Leaf.Text));
        var text = obstacles.Count switch
        {
            1 => $"{leaf.Text}: {why}",
            <= MostOthers + 1 => $"{leaf.Text}: {why}; also in the way: {others}",
            _ => $"{leaf.Text}: {why}; also in the way: {others} and {obstacles.Count - 1 - MostOthers} more",
        };
        return new PlanReason(PlanReasonKind.Predicate, text, leaf.Text, leaf.Position);
    }

    /// <summary>The tier that a predicate beyond the kernel's dimensions allows.</summary>
    private static Tier TierOf(ComparisonNode leaf, GuardedEvent guarded) =>
        SpeaksOfProcess(leaf.Left) && (leaf.Right is null || SpeaksOfProcess(leaf.Right)) ? Tier.Primed
        : guarded.Operation is GuardedOperations.Open or GuardedOperations.Execute ? Tier.Held
        : Tier.Late;

    private static bool SpeaksOfProcess(ValueSource source) => source switch
    {
        FieldSource { Field.Definition.Name: var name } =>
            name.Split('.')[0] is "proc" or "thread" or "user" or "group" or "container" or "k8s",
        TransformerSource transformer => transformer.Inputs.All(SpeaksOfProcess),
        ListSource list => list.Items.All(SpeaksOfProcess),
        _ => true,
    };
}
