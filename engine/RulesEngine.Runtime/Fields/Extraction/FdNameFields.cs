using RulesEngine.Runtime.Events;
using RulesEngine.Runtime.Fields.Text;
using RulesEngine.Runtime.State;

namespace RulesEngine.Runtime.Fields.Extraction;

/// <summary>
/// The name of the descriptor an event is about and its parts. When a call that creates a descriptor failed there is
/// none; the name is then what the call asked for.
/// </summary>
internal static class FdNameFields
{
    private enum Part : byte
    {
        Name,
        Directory,
        FileName,
        Raw,
    }

    public static void Register(Dictionary<string, Extraction> table)
    {
        table["fd.name"] = (_, context, ref value) => Take(context, Part.Name, withContainer: false, ref value);
        table["fd.containername"] = (_, context, ref value) => Take(context, Part.Name, withContainer: true, ref value);
        table["fd.directory"] = (_, context, ref value) => Take(context, Part.Directory, withContainer: false, ref value);
        table["fd.containerdirectory"] = (_, context, ref value) =>
            Take(context, Part.Directory, withContainer: true, ref value);
        table["fd.filename"] = (_, context, ref value) => Take(context, Part.FileName, withContainer: false, ref value);
        table["fd.nameraw"] = (_, context, ref value) => Take(context, Part.Raw, withContainer: false, ref value);
    }

    private static bool Take(EventContext context, Part part, bool withContainer, ref FieldValue value)
    {
        if (!FdFields.IsAboutFd(context) || !TryRead(context, part, out var text)) return false;
        text = EventView.UpToNul(text);
        return withContainer ? TakeWithContainer(context, text, ref value) : value.Take(text);
    }

    private static bool TakeWithContainer(EventContext context, ReadOnlySpan<byte> text, ref FieldValue value)
    {
        var output = context.Scratch;
        var mark = output.Mark;
        output.Append(context.Thread!.ContainerId);
        output.Append((byte)':');
        output.Append(text);
        return value.Take(output.Since(mark));
    }

    private static bool TryRead(EventContext context, Part part, out ReadOnlySpan<byte> text)
    {
        text = default;
        if (FdFields.Find(context) is not { } fd)
        {
            var mark = context.Scratch.Mark;
            if (part == Part.FileName || !TryAppendRequestedName(context, part == Part.Raw)) return false;
            text = context.Scratch.Since(mark);
            if (part == Part.Directory) text = DirectoryOf(text);
            else if (part == Part.Raw) text = WithoutDoubledSlashes(context.Scratch, text);
            return true;
        }

        switch (part)
        {
            case Part.Raw:
                text = WithoutDoubledSlashes(context.Scratch, fd.NameRaw);
                return true;
            case Part.Name:
            case Part.Directory when fd.IsDirectory:
                text = fd.Name;
                return true;
            case Part.Directory when fd.IsFile:
                text = DirectoryOf(fd.Name);
                return true;
            case Part.FileName when fd.IsFile:
                text = FileNameOf(fd.Name);
                return true;
            default:
                return false;
        }
    }

    // A trailing slash is not cut off: then the whole name is the directory.
    private static ReadOnlySpan<byte> DirectoryOf(ReadOnlySpan<byte> name)
    {
        var slash = name.LastIndexOf((byte)'/');
        if (slash <= 0) return "/"u8;
        return slash < name.Length - 1 ? name[..slash] : name;
    }

    // Of a name with a trailing slash the whole.
    private static ReadOnlySpan<byte> FileNameOf(ReadOnlySpan<byte> name)
    {
        var slash = name.LastIndexOf((byte)'/');
        if (slash < 0) return "/"u8;
        return slash < name.Length - 1 ? name[(slash + 1)..] : name;
    }

    private static bool TryAppendRequestedName(EventContext context, bool isRaw)
    {
        var output = context.Scratch;
        switch (context.Code)
        {
            case EventCodes.OpenExit or EventCodes.CreatExit or EventCodes.AcceptExit or EventCodes.Accept4Exit
                or EventCodes.ConnectExit:
                EventArgumentFields.AppendResolvedOrRaw(context, 1, BufferText.Dots);
                break;
            case EventCodes.OpenAtExit or EventCodes.OpenAt2Exit:
                if (!context.Event.HasParam(2)) return false;
                AppendOpenAtName(context, isRaw);
                break;
            case EventCodes.OpenByHandleAtExit:
                output.Append(TextOrMissing(context, 3));
                break;
        }

        return true;
    }

    private static void AppendOpenAtName(EventContext context, bool isRaw)
    {
        var output = context.Scratch;
        var mark = output.Mark;
        var name = TextOrMissing(context, 2);
        if (isRaw)
        {
            output.Append(name);
            return;
        }

        var directory = context.Event.Int64(1);
        if (name.IsEmpty || name[0] != (byte)'/')
        {
            PathText.AppendBase(output, context.Thread!, directory);
            if (output.Mark == mark && directory != PathText.CurrentDirectoryFd) output.Append("<UNKNOWN>"u8);
        }

        PathText.AppendJoined(output, mark, name);
    }

    private static ReadOnlySpan<byte> TextOrMissing(EventContext context, int index)
    {
        var bytes = context.Event.Param(index);
        return bytes.IsEmpty ? "<NA>"u8 : ParamText.CString(bytes);
    }

    private static ReadOnlySpan<byte> WithoutDoubledSlashes(ScratchArena output, ReadOnlySpan<byte> name)
    {
        if (name.IndexOf("//"u8) < 0) return name;
        var mark = output.Mark;
        var last = (byte)0;
        foreach (var value in name)
        {
            if (value != (byte)'/' || last != (byte)'/') output.Append(value);
            last = value;
        }

        return output.Since(mark);
    }
}
