using RulesEngine.Runtime.Evaluation;

namespace RulesEngine.Compiler.Lowering;

/// <summary>
/// Tells the conditions whose answer depends on when they were asked before: a few fields give the time or the count
/// since the last time. Such a condition means what its plain evaluation, from left to right on every event of its
/// types, gives, so no part of it may be decided elsewhere.
/// </summary>
public static class AskingOrder
{
    /// <summary>Whether the condition speaks of a field that remembers.</summary>
    public static bool Matters(ConditionNode condition) => ConditionRewriter.Leaves(condition)
        .Any(leaf => Remembers(leaf.Left) || (leaf.Right is { } right && Remembers(right)));

    private static bool Remembers(ValueSource source) => source switch
    {
        FieldSource { Field.Definition.Name: var name } => name == "util.cnt"
            || name.StartsWith("evt.deltatime", StringComparison.Ordinal)
            || name.StartsWith("thread.cpu", StringComparison.Ordinal),
        TransformerSource transformer => transformer.Inputs.Any(Remembers),
        ListSource list => list.Items.Any(Remembers),
        _ => false,
    };
}
