using RulesEngine.Runtime.Events;
using RulesEngine.Runtime.Fields.Text;
using RulesEngine.Runtime.State;

namespace RulesEngine.Runtime.Fields.Extraction;

/// <summary>The descriptor an event is about: number, type, file identity, flags.</summary>
internal static class FdFields
{
    public static void Register(Dictionary<string, Extraction> table)
    {
        table["fd.num"] = (_, context, ref value) => IsAboutFd(context) && value.Take(context.FdNumber);
        table["fd.type"] = (_, context, ref value) => Find(context) is { } fd && value.Take(FdText.TypeName(fd));
        table["fd.typechar"] = (_, context, ref value) => IsAboutFd(context)
            && value.Take(Find(context) is { } fd ? FdText.TypeCharacter(fd) : CreatedTypeCharacter(context.Code));
        table["fd.types"] = TakeTypes;
        table["fd.uid"] = TakeUid;
        table["fd.connected"] = (_, context, ref value) =>
            Find(context) is { } fd && value.Take((fd.Flags & FdFlags.SocketConnected) != 0);
        table["fd.name_changed"] = (_, context, ref value) => Find(context) is not null && value.Take(context.FdNameChanged);
        table["fd.dev"] = (_, context, ref value) => Find(context) is { } fd && value.Take((int)fd.Device);
        table["fd.dev.major"] = (_, context, ref value) => Find(context) is { } fd && value.Take((fd.Device & 0xFFF00) >> 8);
        table["fd.dev.minor"] = (_, context, ref value) =>
            Find(context) is { } fd && value.Take((fd.Device & 0xFF) | ((fd.Device >> 12) & 0xFFF00));
        table["fd.ino"] = (_, context, ref value) => Find(context) is { } fd && value.Take((long)fd.Inode);
        table["fd.is_upper_layer"] = (_, context, ref value) =>
            Find(context) is { } fd && value.Take((fd.Flags & FdFlags.OverlayUpper) != 0);
        table["fd.is_lower_layer"] = (_, context, ref value) =>
            Find(context) is { } fd && value.Take((fd.Flags & FdFlags.OverlayLower) != 0);
    }

    /// <summary>Whether the event creates, uses or closes a descriptor and its thread is known.</summary>
    internal static bool IsAboutFd(EventContext context) => context.Thread is not null
        && (context.Definition.Flags & (EventFlags.CreatesFd | EventFlags.UsesFd | EventFlags.DestroysFd)) != 0;

    /// <summary>The descriptor of the event, or what the table has under its number.</summary>
    internal static FdInfo? Find(EventContext context)
    {
        if (!IsAboutFd(context)) return null;
        if (context.Fd is { } fd) return fd;
        return context.FdNumber == -1 ? null : context.Thread!.Fds.Find(context.FdNumber);
    }

    // What the call would have created had it not failed.
    private static ReadOnlySpan<byte> CreatedTypeCharacter(ushort code) => code switch
    {
        EventCodes.OpenAtExit or EventCodes.OpenAt2Exit or EventCodes.CreatExit => "f"u8,
        EventCodes.SocketExit or EventCodes.AcceptExit or EventCodes.Accept4Exit => "4"u8,
        EventCodes.PipeExit or EventCodes.Pipe2Exit => "p"u8,
        EventCodes.EventFdExit or EventCodes.EventFd2Exit => "e"u8,
        EventCodes.SignalFdExit or EventCodes.SignalFd4Exit => "s"u8,
        EventCodes.TimerFdCreateExit => "t"u8,
        EventCodes.InotifyInitExit or EventCodes.InotifyInit1Exit => "i"u8,
        _ => "o"u8,
    };

    private static bool TakeTypes(FieldProbe probe, EventContext context, ref FieldValue value)
    {
        if (!IsAboutFd(context)) return false;
        var output = context.Scratch;
        var first = output.ItemCount;
        if (probe.HasArgument)
        {
            if (context.Thread!.Fds.Find(probe.Index) is not { } fd) return false;
            output.AddItem(FdText.TypeName(fd));
            return value.TakeItems(output, first);
        }

        foreach (var (_, fd) in context.Thread!.Fds)
        {
            var name = FdText.TypeName(fd);
            if (!HasItem(output, first, name)) output.AddItem(name);
        }

        return value.TakeItems(output, first);
    }

    private static bool HasItem(ScratchArena arena, int first, ReadOnlySpan<byte> text)
    {
        for (var i = first; i < arena.ItemCount; i++)
        {
            if (arena.GetItem(i).SequenceEqual(text)) return true;
        }

        return false;
    }

    private static bool TakeUid(FieldProbe probe, EventContext context, ref FieldValue value)
    {
        if (!IsAboutFd(context)) return false;
        var mark = context.Scratch.Mark;
        context.Scratch.AppendDecimal(context.Thread!.Tid);
        context.Scratch.AppendDecimal(context.FdNumber);
        return value.Take(context.Scratch.Since(mark));
    }
}
