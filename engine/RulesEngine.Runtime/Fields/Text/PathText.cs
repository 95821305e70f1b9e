using RulesEngine.Runtime.State;

namespace RulesEngine.Runtime.Fields.Text;

/// <summary>
/// Paths of event parameters as Falco shows them: made absolute against a directory and normalised in the text alone,
/// without looking at the file system.
/// </summary>
internal static class PathText
{
    /// <summary>The descriptor number that stands for the working directory.</summary>
    public const long CurrentDirectoryFd = -100;

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
            output.Append(thread.WorkingDirectory);
        }
        else if (thread.Fds.Find(directoryFd) is { } fd)
        {
            if (fd.Name.Length == 0) return;
            output.Append(fd.Name);
            output.Append((byte)'/');
        }
    }

    /// <summary>Joins what was appended since <paramref name="mark"/>, a directory, with a path, normalised.</summary>
    public static void AppendJoined(ScratchArena output, int mark, scoped ReadOnlySpan<byte> path)
    {
        Span<byte> joined = stackalloc byte[JoinedPath.BytesMax];
        var length = JoinedPath.Join(output.Since(mark), path, joined);
        output.Rewind(mark);
        output.Append(joined[..length]);
    }
}
