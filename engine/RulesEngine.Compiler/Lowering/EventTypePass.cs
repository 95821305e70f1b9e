using RulesEngine.Runtime.Evaluation;
using RulesEngine.Runtime.Events;

namespace RulesEngine.Compiler.Lowering;

/// <summary>
/// Specialises a condition to one event code. It preserves meaning on events of that code, because the fields it
/// decides (<c>evt.type</c>, <c>evt.dir</c>) are a function of the code alone; the generic events, whose name depends
/// on a parameter, keep their comparisons with <c>evt.type</c>. Events are counted from one, which decides
/// <c>evt.num = 0</c>, the idiom for never, and its kin.
/// </summary>
public static class EventTypePass
{
    /// <summary>The condition on events with this code.</summary>
    public static ConditionNode Specialise(ConditionNode condition, ushort code) =>
        ConditionRewriter.Rewrite(condition, leaf =>
            Decide(leaf, code) is { } known ? ConditionRewriter.Of(known) : null);

    /// <summary>Whether the comparison is one that this pass decides on some code.</summary>
    public static bool SpeaksOfEventType(ComparisonNode leaf) =>
        ConstantComparison.FieldOf(leaf) is { HasArgument: false, Definition.Name: "evt.type" or "evt.num" or "evt.dir" };

    /// <summary>The comparison's answer on events with this code; null where the code does not decide it.</summary>
    public static bool? Decide(ComparisonNode leaf, ushort code)
    {
        var definition = EventTable.All[code];
        return ConstantComparison.FieldOf(leaf) switch
        {
            { HasArgument: false, Definition.Name: "evt.type" }
                when code is not (EventCodes.GenericEnter or EventCodes.GenericExit) =>
                ConstantComparison.OnText(leaf, definition.NameUtf8.Span),
            // The field is unsigned: a negative constant stands for a huge one.
            { HasArgument: false, Definition.Name: "evt.num" }
                when leaf.Constants.All(constant => constant.Number >= 0) =>
                ConstantComparison.OnNumbers(leaf, 1, long.MaxValue),
            { HasArgument: false, Definition.Name: "evt.dir" } =>
                ConstantComparison.OnText(leaf, definition.IsEnter ? ">"u8 : "<"u8),
            _ => null,
        };
    }
}
