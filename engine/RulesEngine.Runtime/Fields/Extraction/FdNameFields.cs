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
        if (!FdFields.IsAboutFd(context)) return false;
        var output = context.Scratch;
        var mark = output.Mark;
        var fd = FdFields.Find(context);
        if (fd is null)
        {
            if (part == Part.FileName || !TryAppendRequestedName(context, part == Part.Raw)) return false;
            if (part == Part.Directory) CutToDirectory(output, mark);
        }
        else if (!TryAppend(output, fd, part, mark))
        {
            return false;
        }

        if (part == Part.Raw) RemoveDoubledSlashes(output, mark);
        if (!withContainer) return value.Take(EventView.UpToNul(output.Since(mark)));
        return TakeWithContainer(context, EventView.UpToNul(output.Since(mark)), ref value);
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

    private static bool TryAppend(ScratchArena output, FdInfo fd, Part part, int mark)
    {
        switch (part)
        {
            case Part.Raw:
                output.Append(fd.NameRaw);
                return true;
            case Part.Name:
                output.Append(fd.Name);
                return true;
            case Part.Directory when fd.IsDirectory:
                output.Append(fd.Name);
                return true;
            case Part.Directory when fd.IsFile:
                output.Append(fd.Name);
                CutToDirectory(output, mark);
                return true;
            case Part.FileName when fd.IsFile:
                AppendFileName(output, fd.Name);
                return true;
            default:
                return false;
        }
    }

    // A trailing slash is not cut off: then the whole name is the directory.
    private static void CutToDirectory(ScratchArena output, int mark)
    {
        var text = output.Since(mark);
        var slash = text.LastIndexOf((byte)'/');
        if (slash > 0)
        {
            if (slash < text.Length - 1) output.Rewind(mark + slash);
            return;
        }

        output.Rewind(mark);
        output.Append((byte)'/');
    }

    private static void AppendFileName(ScratchArena output, ReadOnlySpan<byte> name)
    {
        var mark = output.Mark;
        output.Append(name);
        var text = output.WritableSince(mark);
        var slash = text.LastIndexOf((byte)'/');
        if (slash < 0)
        {
            output.Rewind(mark);
            output.Append((byte)'/');
        }
        else if (slash < text.Length - 1)
        {
            text[(slash + 1)..].CopyTo(text);
            output.Rewind(mark + text.Length - slash - 1);
        }
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

    private static void RemoveDoubledSlashes(ScratchArena output, int mark)
    {
        var text = output.WritableSince(mark);
        var length = 0;
        foreach (var value in text)
        {
            if (value == (byte)'/' && length > 0 && text[length - 1] == (byte)'/') continue;
            text[length++] = value;
        }

        output.Rewind(mark + length);
    }
}
