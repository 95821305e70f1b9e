using RulesEngine.Runtime.Events;
using RulesEngine.Runtime.Fields.Text;
using RulesEngine.Runtime.State;

namespace RulesEngine.Runtime.Fields.Extraction;

/// <summary>
/// <c>evt.abspath</c>: the path of a call that names it relative to a directory descriptor, made absolute. With two
/// paths <c>.src</c> (also the bare field) is the first and <c>.dst</c> the second.
/// </summary>
internal static class AbsolutePath
{
    public static bool Take(FieldProbe probe, EventContext context, ref FieldValue value)
    {
        if (context.Thread is not { } thread) return false;
        var output = context.Scratch;
        var mark = output.Mark;
        if (context.Code == EventCodes.OpenByHandleAtExit)
        {
            if (context.Event.Int64(0) <= 0) return false;
            PathText.AppendJoined(output, mark, context.Event.Text(3));
            return value.Take(output.Since(mark));
        }

        var (directory, path) = Parameters(context.Code, isSecond: probe.Key.AsSpan().SequenceEqual("dst"u8));
        if (path < 0 || !context.Event.HasParam(directory) || !context.Event.HasParam(path)) return false;
        var name = ParamText.CString(context.Event.Param(path));
        if (name.IsEmpty || name[0] != (byte)'/') AppendDirectory(output, thread, context.Event.Int64(directory));
        PathText.AppendJoined(output, mark, name);
        return value.Take(output.Since(mark));
    }

    private static void AppendDirectory(ScratchArena output, ThreadInfo thread, long fd)
    {
        if (fd == PathText.CurrentDirectoryFd)
        {
            output.Append(thread.WorkingDirectory);
            return;
        }

        output.Append(thread.Fds.Find(fd) is { } directory ? directory.Name : "<UNKNOWN>"u8);
        output.Append((byte)'/');
    }

    // The indexes of a directory's descriptor and of the path relative to it.
    private static (int Directory, int Path) Parameters(ushort code, bool isSecond) => code switch
    {
        EventCodes.RenameAtExit or EventCodes.RenameAt2Exit or EventCodes.LinkAtExit => isSecond ? (3, 4) : (1, 2),
        EventCodes.SymlinkAtExit => (2, 3),
        EventCodes.OpenAtExit or EventCodes.OpenAt2Exit or EventCodes.UnlinkAtExit or EventCodes.MkDirAtExit
            or EventCodes.FChmodAtExit or EventCodes.FChownAtExit => (1, 2),
        _ => (-1, -1),
    };
}
