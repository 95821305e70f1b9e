using RulesEngine.Runtime.Events;
using RulesEngine.Runtime.Fields.Text;
using RulesEngine.Runtime.State;

namespace RulesEngine.Runtime.Fields.Extraction;

/// <summary>The data of reads and writes, and how much of it there was.</summary>
internal static class EventBufferFields
{
    public static void Register(Dictionary<string, Extraction> table)
    {
        table["evt.buffer"] = TakeBuffer;
        table["evt.buflen"] = (_, context, ref value) => IsIo(context) && TakeLength(context, ref value);
        table["evt.buflen.in"] = (_, context, ref value) => IsRead(context) && TakeLength(context, ref value);
        table["evt.buflen.out"] = (_, context, ref value) => IsWrite(context) && TakeLength(context, ref value);
        table["evt.buflen.file"] = (_, context, ref value) =>
            IsIo(context) && IsFile(context) && TakeLength(context, ref value);
        table["evt.buflen.file.in"] = (_, context, ref value) =>
            IsRead(context) && IsFile(context) && TakeLength(context, ref value);
        table["evt.buflen.file.out"] = (_, context, ref value) =>
            IsWrite(context) && IsFile(context) && TakeLength(context, ref value);
        table["evt.buflen.net"] = (_, context, ref value) =>
            IsIo(context) && IsNetwork(context) && TakeLength(context, ref value);
        table["evt.buflen.net.in"] = (_, context, ref value) =>
            IsRead(context) && IsNetwork(context) && TakeLength(context, ref value);
        table["evt.buflen.net.out"] = (_, context, ref value) =>
            IsWrite(context) && IsNetwork(context) && TakeLength(context, ref value);
    }

    // Compared as it is; printed, it is first rendered as a parameter is, and then has the length of the last buffer.
    private static bool TakeBuffer(FieldProbe probe, EventContext context, ref FieldValue value)
    {
        var index = EventArgumentFields.IndexOf(context, "data"u8);
        if (index < 0) return false;
        var type = context.Definition.Params[index].Type;
        if (probe.Role == ProbeRole.Compared)
        {
            value.Type = type;
            return value.Take(context.Event.Param(index));
        }

        ParamText.AppendRaw(context, index, BufferText.For(context));
        return value.Take(context.Rendered.AtBufferLength, SharedText.RawParam);
    }

    private static bool TakeLength(EventContext context, ref FieldValue value)
    {
        if (!context.Definition.IsExit) return false;
        var result = context.Event.Int64(0);
        return result >= 0 && value.Take(result);
    }

    private static bool IsIo(EventContext context) => context.Fd is not null
        && context.Definition.Category is EventCategory.IoRead or EventCategory.IoWrite or EventCategory.IoOther;

    private static bool IsRead(EventContext context) =>
        context.Fd is not null && context.Definition.Category == EventCategory.IoRead;

    private static bool IsWrite(EventContext context) =>
        context.Fd is not null && context.Definition.Category == EventCategory.IoWrite;

    private static bool IsFile(EventContext context) => context.Fd!.IsFile;

    private static bool IsNetwork(EventContext context) => context.Fd!.IsIPSocket || context.Fd.IsServerSocket;
}
