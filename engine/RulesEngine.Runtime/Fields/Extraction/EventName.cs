using RulesEngine.Runtime.Events;
using RulesEngine.Runtime.State;

namespace RulesEngine.Runtime.Fields.Extraction;

/// <summary>What <c>evt.type</c> says of an event: the table's name, a generic call's own, an asynchronous event's own.</summary>
public static class EventName
{
    /// <summary>The name as bytes; valid as long as the event.</summary>
    public static ReadOnlySpan<byte> Of(EventContext context) => context.Code switch
    {
        EventCodes.GenericExit or EventCodes.GenericEnter => OfGeneric(context),
        EventCodes.Async => context.Event.Text(1),
        _ => context.Definition.NameUtf8.Span,
    };

    private static ReadOnlySpan<byte> OfGeneric(EventContext context)
    {
        var number = (int)context.Event.UInt64(0);
        // Early writers did not know the call; the machine's own number tells.
        var syscall = number == 0
            ? SyscallTable.FromNative((int)context.Event.UInt64(1))
            : SyscallTable.Get(number);
        return syscall.NameUtf8.Span;
    }
}
