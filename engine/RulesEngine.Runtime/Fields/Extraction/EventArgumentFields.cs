using RulesEngine.Runtime.Events;
using RulesEngine.Runtime.Fields.Text;
using RulesEngine.Runtime.State;

namespace RulesEngine.Runtime.Fields.Extraction;

/// <summary>The parameters of an event: as text (<c>evt.arg</c>, <c>evt.args</c>) and as they are (<c>evt.rawarg</c>).</summary>
internal static class EventArgumentFields
{
    public static void Register(Dictionary<string, Extraction> table)
    {
        table["evt.arg"] = TakeArgument;
        table["evt.rawarg"] = TakeRawArgument;
        table["evt.args"] = TakeAll;
        table["evt.info"] = TakeAll;
        table["evt.res"] = TakeResult;
    }

    /// <summary>The index of the parameter of this name that the event has, or −1.</summary>
    internal static int IndexOf(EventContext context, ReadOnlySpan<byte> name)
    {
        var index = context.Definition.IndexOfParam(name);
        return index < ParamCount(context) ? index : -1;
    }

    private static int ParamCount(EventContext context) =>
        Math.Min(context.Event.ParamCount, context.Definition.Params.Length);

    private static bool TakeArgument(FieldProbe probe, EventContext context, ref FieldValue value)
    {
        var index = probe.Key.Length > 0 ? IndexOf(context, probe.Key) : probe.Index;
        if (index < 0 || index >= ParamCount(context)) return false;
        if (probe.Role == ProbeRole.Compared) return value.Take(ResolvedOrRaw(context, (int)index, BufferText.Dots));
        return TakeRendered(context, (int)index, ref value);
    }

    // As Falco does it: both forms are rendered, whichever is taken.
    private static bool TakeRendered(EventContext context, int index, ref FieldValue value)
    {
        var output = context.Scratch;
        var mark = output.Mark;
        ParamText.AppendRaw(context, index, BufferText.For(context));
        var raw = EventView.UpToNul(output.Since(mark));
        mark = output.Mark;
        ParamText.AppendResolved(context, index);
        var resolved = EventView.UpToNul(output.Since(mark));
        context.RenderedNames.Keep(resolved, isBuffer: false);
        return resolved.IsEmpty
            ? value.Take(raw, SharedText.RawParam)
            : value.Take(resolved, SharedText.ResolvedParam);
    }

    /// <summary>The resolved form of a parameter, or the raw one if that is empty.</summary>
    internal static ReadOnlySpan<byte> ResolvedOrRaw(EventContext context, int index, BufferText buffers)
    {
        var mark = context.Scratch.Mark;
        AppendResolvedOrRaw(context, index, buffers);
        return EventView.UpToNul(context.Scratch.Since(mark));
    }

    internal static void AppendResolvedOrRaw(EventContext context, int index, BufferText buffers)
    {
        var mark = context.Scratch.Mark;
        ParamText.AppendResolved(context, index);
        if (context.Scratch.Mark == mark) ParamText.AppendRaw(context, index, buffers);
    }

    private static bool TakeAll(FieldProbe probe, EventContext context, ref FieldValue value)
    {
        // Generic calls have parameters for internal use only.
        if (context.Code == EventCodes.GenericExit) return value.Take(default(ReadOnlySpan<byte>));
        var output = context.Scratch;
        var mark = output.Mark;
        var count = ParamCount(context);
        for (var i = 0; i < count; i++)
        {
            if (i > 0) output.Append((byte)' ');
            output.Append(context.Definition.Params[i].NameUtf8.Span);
            output.Append((byte)'=');
            ParamText.AppendRaw(context, i, BufferText.For(context));
            var open = output.Mark;
            output.Append((byte)'(');
            ParamText.AppendResolved(context, i);
            if (output.Mark == open + 1) output.Rewind(open);
            else output.Append((byte)')');
        }

        return value.Take(output.Since(mark));
    }

    private static bool TakeResult(FieldProbe probe, EventContext context, ref FieldValue value)
    {
        if (!EventResult.TryRead(context, out var result)) return false;
        if (result >= 0) return value.Take("SUCCESS"u8);
        return value.Take(ResolvedOrRaw(context, 0, BufferText.Dots));
    }

    // The type is that of the parameter of this event, which need not be the one the condition was checked with.
    private static bool TakeRawArgument(FieldProbe probe, EventContext context, ref FieldValue value)
    {
        var index = IndexOf(context, probe.Key);
        if (index < 0) return false;
        var param = context.Definition.Params[index];
        var bytes = context.Event.Param(index);
        var isCompared = probe.Role == ProbeRole.Compared;
        if (isCompared && bytes.IsEmpty && (param.Type is FieldType.Dyn or FieldType.SockAddr)) return false;
        value.Type = param.Type;
        value.Format = param.Format switch
        {
            ParamFormat.Hexadecimal => NumberFormat.Hex,
            ParamFormat.Octal => NumberFormat.Octal,
            ParamFormat.None => NumberFormat.DecimalText,
            _ => NumberFormat.Decimal,
        };
        switch (param.Type)
        {
            case FieldType.CharBuf or FieldType.FsPath or FieldType.FsRelPath:
                return value.Take(bytes.IsEmpty ? "<NA>"u8 : ParamText.CString(bytes));
            case FieldType.CharBufArray or FieldType.CharBufPairArray:
                return value.Take(EventView.UpToNul(bytes));
            case FieldType.ByteBuf or FieldType.SockAddr or FieldType.SockTuple or FieldType.FdList or FieldType.Dyn:
                return value.Take(bytes);
            default:
                return TakeRawNumber(context, index, ref value);
        }
    }

    // An empty number is compared as missing and printed as 0, but JSON shows the bytes at its place: those of the
    // parameters that follow.
    private static bool TakeRawNumber(EventContext context, int index, ref FieldValue value)
    {
        var bytes = context.Event.Param(index);
        value.IsZeroInText = bytes.IsEmpty;
        if (bytes.IsEmpty) bytes = FollowingBytes(context, index, Evaluation.Tests.TypeClasses.Width(value.Type));
        value.Number = Evaluation.Tests.TypeClasses.IsSigned(value.Type)
            ? EventView.ReadSigned(bytes)
            : (long)EventView.ReadUnsigned(bytes);
        return true;
    }

    private static ReadOnlySpan<byte> FollowingBytes(EventContext context, int index, int width)
    {
        var rest = 0;
        for (var i = index + 1; i < context.Event.ParamCount; i++) rest += context.Event.Param(i).Length;
        return rest < width ? default : context.Event.Bytes[^rest..][..width];
    }
}
