using RulesEngine.Runtime.Events;
using RulesEngine.Runtime.Fields.Text;
using RulesEngine.Runtime.State;

namespace RulesEngine.Runtime.Fields.Extraction;

/// <summary>Fields that every event has, whatever its source: number, times, source. Also <c>util.cnt</c>.</summary>
internal static class GenericEventFields
{
    private const ulong Second = 1_000_000_000;

    public static void Register(Dictionary<string, Extraction> table)
    {
        table["evt.num"] = (_, context, ref value) => value.Take(context.Number);
        table["evt.time"] = (_, context, ref value) => TakeTime(context, TimeParts.Time | TimeParts.Nanoseconds, ref value);
        table["evt.time.s"] = (_, context, ref value) => TakeTime(context, TimeParts.Time, ref value);
        table["evt.datetime"] = (_, context, ref value) =>
            TakeTime(context, TimeParts.Date | TimeParts.Time | TimeParts.Nanoseconds, ref value);
        table["evt.datetime.s"] = (_, context, ref value) => TakeTime(context, TimeParts.Date | TimeParts.Time, ref value);
        table["evt.outputtime"] = (_, context, ref value) => TakeTime(context, TimeParts.Time | TimeParts.Nanoseconds, ref value);
        table["evt.time.iso8601"] = TakeIsoTime;
        table["evt.rawtime"] = (_, context, ref value) => value.Take((long)context.TimestampNs);
        table["evt.rawtime.s"] = (_, context, ref value) => value.Take((long)(context.TimestampNs / Second));
        table["evt.rawtime.ns"] = (_, context, ref value) => value.Take((long)(context.TimestampNs % Second));
        table["evt.reltime"] = (_, context, ref value) => value.Take((long)(SinceFirst(context)));
        table["evt.reltime.s"] = (_, context, ref value) => value.Take((long)(SinceFirst(context) / Second));
        table["evt.reltime.ns"] = (_, context, ref value) => value.Take((long)(SinceFirst(context) % Second));
        table["evt.source"] = TakeSource;
        table["evt.is_async"] = (_, context, ref value) => value.Take(IsMetaEvent(context));
        table["evt.asynctype"] = TakeAsyncType;
        table["evt.hostname"] = (_, _, ref value) => value.Take(default(ReadOnlySpan<byte>));
        table["evt.pluginname"] = StaticFields.Nothing;
        table["evt.plugininfo"] = StaticFields.Nothing;
        table["util.cnt"] = (probe, _, ref value) => value.Take((long)probe.Memory++);
        table["evt.deltatime"] = (probe, context, ref value) => value.Take((long)SinceLastAsked(probe, context));
        table["evt.deltatime.s"] = (probe, context, ref value) => value.Take((long)(SinceLastAsked(probe, context) / Second));
        table["evt.deltatime.ns"] = (probe, context, ref value) =>
            value.Take((long)(SinceLastAsked(probe, context) % Second));
    }

    internal static bool IsMetaEvent(EventContext context) => context.Definition.Origin == EventOrigin.MetaEvent;

    private static bool TakeTime(EventContext context, TimeParts parts, ref FieldValue value)
    {
        value.Number = (long)context.TimestampNs;
        value.IsNumberInJson = true;
        var mark = context.Scratch.Mark;
        TimeText.Append(context.Scratch, context.TimestampNs, parts);
        return value.Take(context.Scratch.Since(mark));
    }

    private static bool TakeIsoTime(FieldProbe probe, EventContext context, ref FieldValue value)
    {
        value.Number = (long)context.TimestampNs;
        value.IsNumberInJson = true;
        var mark = context.Scratch.Mark;
        TimeText.AppendIso(context.Scratch, context.TimestampNs);
        return value.Take(context.Scratch.Since(mark));
    }

    private static ulong SinceFirst(EventContext context) => context.TimestampNs - context.FirstTimestampNs;

    // The time since this field was last asked for, not since the last event.
    private static ulong SinceLastAsked(FieldProbe probe, EventContext context)
    {
        var delta = probe.Memory == 0 ? 0 : context.TimestampNs - probe.Memory;
        probe.Memory = context.TimestampNs;
        return delta;
    }

    private static bool TakeSource(FieldProbe probe, EventContext context, ref FieldValue value)
    {
        if (context.Source is null) return false;
        var mark = context.Scratch.Mark;
        System.Text.Encoding.UTF8.GetBytes(
            context.Source, context.Scratch.Reserve(System.Text.Encoding.UTF8.GetByteCount(context.Source)));
        return value.Take(context.Scratch.Since(mark));
    }

    private static bool TakeAsyncType(FieldProbe probe, EventContext context, ref FieldValue value)
    {
        if (!IsMetaEvent(context)) return false;
        return value.Take(EventName.Of(context));
    }
}
