using RulesEngine.Runtime.State;

namespace RulesEngine.Runtime.Fields.Text;

/// <summary>
/// Paths as Falco shows them: without control characters, made absolute against a directory and normalised in the
/// text alone, without looking at the file system.
/// </summary>
internal static class PathText
{
    /// <summary>The descriptor number that stands for the working directory.</summary>
    public const long CurrentDirectoryFd = -100;

    /// <summary>Falco keeps no path longer than this.</summary>
    private const int LengthMax = 1024;

    /// <summary>Appends the text without control characters; bytes from 0x80 stay.</summary>
    public static void AppendPrintable(ScratchArena output, scoped ReadOnlySpan<byte> text)
    {
        if (!text.ContainsAnyInRange((byte)0, (byte)31) && !text.Contains((byte)127))
        {
            output.Append(text);
            return;
        }

        foreach (var value in text)
        {
            if (value is >= 32 and not 127) output.Append(value);
        }
    }

    /// <summary>Appends the absolute form of a relative path parameter; nothing if it is absolute or unknown.</summary>
    public static void AppendResolved(EventContext context, int index, ReadOnlySpan<byte> path)
    {
        if (context.Thread is not { } thread || path.IsEmpty || path[0] == (byte)'/' || path.SequenceEqual("<NA>"u8)) return;
        var output = context.Scratch;
        var mark = output.Mark;
        var directory = context.Definition.Params[index].DirectoryParam;
        var fd = directory < 0 ? CurrentDirectoryFd : context.Event.Int64(directory);
        AppendBase(output, thread, fd);
        AppendJoined(output, mark, path);
    }

    /// <summary>Appends the directory that relative paths start from, with a slash at its end; nothing if unknown.</summary>
    public static void AppendBase(ScratchArena output, ThreadInfo thread, long directoryFd)
    {
        if (directoryFd == CurrentDirectoryFd)
        {
            output.Append(thread.Main.Cwd);
        }
        else if (thread.Fds.Find(directoryFd) is { } fd)
        {
            AppendPrintable(output, fd.Name);
            output.Append((byte)'/');
        }
    }

    /// <summary>Joins what was appended since <paramref name="mark"/>, a directory, with a path, normalised in place.</summary>
    public static void AppendJoined(ScratchArena output, int mark, scoped ReadOnlySpan<byte> path)
    {
        if (!path.IsEmpty && path[0] == (byte)'/') output.Rewind(mark);
        output.Append(path);
        Normalize(output, mark);
    }

    /// <summary>Takes <c>.</c>, <c>..</c> and empty components out of what was appended since <paramref name="mark"/>.</summary>
    public static void Normalize(ScratchArena output, int mark)
    {
        var text = output.WritableSince(mark);
        if (text.Length > LengthMax)
        {
            output.Rewind(mark);
            output.Append("/DIR_TOO_LONG/FILENAME_TOO_LONG"u8);
            return;
        }

        var isAbsolute = text.Length > 0 && text[0] == (byte)'/';
        var length = isAbsolute ? 1 : 0;
        var floor = length;
        for (var start = 0; start < text.Length;)
        {
            var slash = text[start..].IndexOf((byte)'/');
            var end = slash < 0 ? text.Length : start + slash;
            var component = text[start..end];
            if (component.SequenceEqual(".."u8))
            {
                if (length > floor) length = Math.Max(floor, text[..length].LastIndexOf((byte)'/'));
            }
            else if (component.Length > 0 && !component.SequenceEqual("."u8))
            {
                if (length > floor) text[length++] = (byte)'/';
                component.CopyTo(text[length..]);
                length += component.Length;
            }

            start = end + 1;
        }

        output.Rewind(mark + length);
    }
}
