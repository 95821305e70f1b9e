using RulesEngine.Runtime.Events;
using RulesEngine.Runtime.State;

namespace RulesEngine.Runtime.Fields.Extraction;

/// <summary>What kind of event it is and how it ended.</summary>
internal static class EventFields
{
    // Open flags in Falco's numbering.
    private const uint ReadOnly = 1;
    private const uint WriteOnly = 2;
    private const uint Create = 4;
    private const uint TemporaryFile = 1 << 13;
    private const uint Created = 1 << 14;
    private const uint ExecuteBits = 0x49;

    public static void Register(Dictionary<string, Extraction> table)
    {
        RegisterKinds(table);
        RegisterCounts(table);
        table["evt.is_open_read"] = (_, context, ref value) => value.Take((OpenFlags(context) & ReadOnly) != 0);
        table["evt.is_open_write"] = (_, context, ref value) => value.Take((OpenFlags(context) & WriteOnly) != 0);
        table["evt.is_open_create"] = (_, context, ref value) => value.Take(IsCreated(context));
        table["evt.is_open_exec"] = (_, context, ref value) => value.Take(IsCreatedExecutable(context));
        table["evt.abspath"] = AbsolutePath.Take;
        table["evt.latency"] = (_, _, ref value) => value.Take(0);
        table["evt.latency.s"] = (_, _, ref value) => value.Take(0);
        table["evt.latency.ns"] = (_, _, ref value) => value.Take(0);
        table["evt.latency.quantized"] = (_, _, ref value) => value.Take(0);
        table["evt.latency.human"] = (_, _, ref value) => value.Take("0ns"u8);
        table["evt.wait_latency"] = (_, _, ref value) => value.Take(0);
        table["evt.around"] = StaticFields.Nothing;
    }

    private static void RegisterKinds(Dictionary<string, Extraction> table)
    {
        table["evt.dir"] = (_, context, ref value) => value.Take(context.Definition.IsEnter ? ">"u8 : "<"u8);
        table["evt.type"] = (_, context, ref value) => value.Take(EventName.Of(context));
        table["evt.type.is"] = (probe, context, ref value) =>
            value.Take(context.Code == probe.Index || context.Code == probe.Index + 1);
        table["syscall.type"] = (_, context, ref value) =>
            context.Definition.Origin == EventOrigin.Syscall && value.Take(EventName.Of(context));
        table["evt.category"] = (_, context, ref value) => value.Take(Category(context));
        table["evt.cpu"] = (_, context, ref value) => value.Take((short)context.Cpu);
        table["evt.rawres"] = (_, context, ref value) => EventResult.TryRead(context, out var result) && value.Take(result);
        table["evt.failed"] = TakeFailed;
        table["evt.is_io"] = (_, context, ref value) => value.Take(Has(context, EventFlags.ReadsFromFd | EventFlags.WritesToFd));
        table["evt.is_io_read"] = (_, context, ref value) => value.Take(Has(context, EventFlags.ReadsFromFd));
        table["evt.is_io_write"] = (_, context, ref value) => value.Take(Has(context, EventFlags.WritesToFd));
        table["evt.is_wait"] = (_, context, ref value) => value.Take(Has(context, EventFlags.Waits));
        table["evt.io_dir"] = TakeIoDirection;
        table["evt.is_syslog"] = (_, context, ref value) => value.Take(
            Has(context, EventFlags.WritesToFd) && context.Fd is { } fd && fd.Name.AsSpan().IndexOf("/dev/log"u8) >= 0);
    }

    private static void RegisterCounts(Dictionary<string, Extraction> table)
    {
        table["evt.count"] = (_, _, ref value) => value.Take(1);
        table["evt.count.error"] = TakeFailed;
        table["evt.count.error.file"] = (probe, context, ref value) =>
            IsAboutFile(context) && TakeFailed(probe, context, ref value);
        table["evt.count.error.net"] = (probe, context, ref value) =>
            IsAboutNetwork(context) && TakeFailed(probe, context, ref value);
        table["evt.count.error.memory"] = (probe, context, ref value) =>
            IsAboutMemory(context) && TakeFailed(probe, context, ref value);
        table["evt.count.error.other"] = (probe, context, ref value) =>
            !IsAboutFile(context) && !IsAboutNetwork(context) && (context.Fd is not null || !IsAboutMemory(context))
            && TakeFailed(probe, context, ref value);
        table["evt.count.exit"] = (_, context, ref value) => context.Definition.IsExit && value.Take(1);
        table["evt.count.procinfo"] = (_, context, ref value) =>
            value.Take(context.Code == EventCodes.ProcInfo && context.Thread is { IsMain: true });
        table["evt.count.threadinfo"] = (_, context, ref value) => value.Take(context.Code == EventCodes.ProcInfo);
    }

    private static bool Has(EventContext context, EventFlags flags) => (context.Definition.Flags & flags) != 0;

    private static bool TakeFailed(FieldProbe probe, EventContext context, ref FieldValue value) =>
        EventResult.TryRead(context, out var result) && value.Take(result < 0);

    private static bool TakeIoDirection(FieldProbe probe, EventContext context, ref FieldValue value)
    {
        if (Has(context, EventFlags.WritesToFd)) return value.Take("write"u8);
        return Has(context, EventFlags.ReadsFromFd) && value.Take("read"u8);
    }

    private static bool IsAboutFile(EventContext context) =>
        context.Fd is { } fd ? fd.IsFile || fd.IsDirectory : IsOpen(context.Code);

    private static bool IsAboutNetwork(EventContext context) => context.Fd is { } fd
        ? fd.IsIPSocket || fd.IsServerSocket || fd.IsUnixSocket
        : context.Code is EventCodes.AcceptExit or EventCodes.Accept4Exit or EventCodes.ConnectExit;

    private static bool IsAboutMemory(EventContext context) => context.Definition.Category == EventCategory.Memory;

    private static bool IsOpen(ushort code) => code is EventCodes.OpenExit or EventCodes.CreatExit
        or EventCodes.OpenAtExit or EventCodes.OpenAt2Exit or EventCodes.OpenByHandleAtExit;

    private static uint OpenFlags(EventContext context) => context.Code switch
    {
        EventCodes.OpenExit or EventCodes.OpenByHandleAtExit => context.Event.UInt32(2),
        EventCodes.OpenAtExit or EventCodes.OpenAt2Exit => context.Event.UInt32(3),
        _ => 0,
    };

    private static bool IsCreated(EventContext context)
    {
        var flags = OpenFlags(context);
        if ((flags & Created) != 0) return true;
        return (flags & TemporaryFile) != 0 && EventResult.TryRead(context, out var result) && result >= 0;
    }

    private static bool IsCreatedExecutable(EventContext context)
    {
        var mode = context.Code switch
        {
            EventCodes.OpenExit => 3,
            EventCodes.OpenAtExit or EventCodes.OpenAt2Exit => 4,
            EventCodes.CreatExit => 2,
            _ => -1,
        };
        if (mode < 0) return false;
        var creates = context.Code == EventCodes.CreatExit || (OpenFlags(context) & (TemporaryFile | Create)) != 0;
        return creates && (context.Event.UInt32(mode) & ExecuteBits) != 0;
    }

    private static ReadOnlySpan<byte> Category(EventContext context) => context.Definition.Category switch
    {
        EventCategory.Other => "other"u8,
        EventCategory.File => "file"u8,
        EventCategory.Net => "net"u8,
        EventCategory.Ipc => "IPC"u8,
        EventCategory.Memory => "memory"u8,
        EventCategory.Process => "process"u8,
        EventCategory.Sleep => "sleep"u8,
        EventCategory.System => "system"u8,
        EventCategory.Signal => "signal"u8,
        EventCategory.User => "user"u8,
        EventCategory.Time => "time"u8,
        EventCategory.Scheduler => "scheduler"u8,
        EventCategory.Wait => "wait"u8,
        EventCategory.Internal => "internal"u8,
        EventCategory.IoRead or EventCategory.IoWrite or EventCategory.IoOther => IoCategory(context.Fd),
        _ => "unknown"u8,
    };

    private static ReadOnlySpan<byte> IoCategory(FdInfo? fd) => fd?.Type switch
    {
        FdType.File or FdType.FileV2 or FdType.Directory => "file"u8,
        FdType.IPv4Socket or FdType.IPv6Socket or FdType.IPv4ServerSocket or FdType.IPv6ServerSocket => "net"u8,
        FdType.Fifo or FdType.UnixSocket or FdType.Event or FdType.SignalFd or FdType.Inotify or FdType.UserFaultFd
            => "ipc"u8,
        _ => "unknown"u8,
    };
}
