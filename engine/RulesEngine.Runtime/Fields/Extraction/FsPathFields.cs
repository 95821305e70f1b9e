using RulesEngine.Runtime.Events;
using RulesEngine.Runtime.Fields.Text;
using RulesEngine.Runtime.State;

namespace RulesEngine.Runtime.Fields.Extraction;

/// <summary>
/// The paths of calls that name files, only when the call succeeded: as given (<c>…raw</c>) or made absolute and
/// normalised. Renaming (but not renameat2) and linking are relative to the working directory even where a directory descriptor is given.
/// </summary>
internal static class FsPathFields
{
    private enum Which : byte
    {
        Path,
        Source,
        Target,
    }

    public static void Register(Dictionary<string, Extraction> table)
    {
        Register(table, "name", Which.Path);
        Register(table, "source", Which.Source);
        Register(table, "target", Which.Target);
    }

    private static void Register(Dictionary<string, Extraction> table, string name, Which which)
    {
        table[$"fs.path.{name}"] = (_, context, ref value) => Take(context, which, isRaw: false, ref value);
        table[$"fs.path.{name}raw"] = (_, context, ref value) => Take(context, which, isRaw: true, ref value);
    }

    private static bool Take(EventContext context, Which which, bool isRaw, ref FieldValue value)
    {
        if (!IsSuccess(context)) return false;
        var output = context.Scratch;
        var mark = output.Mark;
        var index = which switch
        {
            Which.Path => PathParam(context.Code),
            Which.Source => SourceParam(context.Code),
            _ => TargetParam(context.Code),
        };
        ReadOnlySpan<byte> path;
        if (index >= 0)
        {
            var bytes = context.Event.Param(index);
            path = bytes.IsEmpty ? "<NA>"u8 : ParamText.CString(bytes);
        }
        else if (which == Which.Path && context.Code is EventCodes.FChmodExit or EventCodes.FChownExit
            && FdFields.IsAboutFd(context))
        {
            path = FdFields.Find(context)?.Name;
        }
        else
        {
            return false;
        }

        if (isRaw) return value.Take(path);
        if (path is not [(byte)'/', ..])
        {
            if (context.Thread is not { } thread) return false;
            if (IsRelativeToDescriptor(context.Code)) return TakeBelowDescriptor(context, path, ref value);
            AppendDirectory(context, thread, which);
        }

        PathText.AppendJoined(output, mark, path);
        return value.Take(output.Since(mark));
    }

    private static void AppendDirectory(EventContext context, ThreadInfo thread, Which which)
    {
        var fd = context.Code != EventCodes.RenameAt2Exit
            ? PathText.CurrentDirectoryFd
            : context.Event.Int64(which == Which.Target ? 3 : 1);
        PathText.AppendBase(context.Scratch, thread, fd);
    }

    private static bool IsRelativeToDescriptor(ushort code) => code is EventCodes.OpenAtExit or EventCodes.OpenAt2Exit
        or EventCodes.MkDirAtExit or EventCodes.UnlinkAtExit or EventCodes.SymlinkAtExit or EventCodes.FChmodAtExit
        or EventCodes.FChownAtExit;

    // What is opened has a name already. The other calls look at the event's descriptor, which must be a directory;
    // the working directory is none.
    private static bool TakeBelowDescriptor(EventContext context, ReadOnlySpan<byte> path, ref FieldValue value)
    {
        if (context.Code is EventCodes.OpenAtExit or EventCodes.OpenAt2Exit)
            return value.Take(context.Fd is { } opened ? opened.Name : "<UNKNOWN>"u8);
        var output = context.Scratch;
        var mark = output.Mark;
        if (context.Fd is { IsDirectory: true } directory)
        {
            output.Append(directory.Name);
            output.Append((byte)'/');
            PathText.AppendJoined(output, mark, path);
        }
        else
        {
            output.Append("<UNKNOWN>"u8);
            output.Append(path);
        }

        return value.Take(output.Since(mark));
    }

    // For calls that give a descriptor only -1 counts as failure: Falco compares with that number.
    private static bool IsSuccess(EventContext context) => context.Code switch
    {
        EventCodes.OpenExit or EventCodes.OpenAtExit or EventCodes.OpenAt2Exit => context.Event.Int64(0) != -1,
        _ => context.Event.HasParam(0) && context.Event.Int64(0) == 0,
    };

    private static int PathParam(ushort code) => code switch
    {
        EventCodes.MkDirExit or EventCodes.RmDirExit or EventCodes.UnlinkExit or EventCodes.OpenExit
            or EventCodes.ChmodExit or EventCodes.ChownExit or EventCodes.LChownExit or EventCodes.QuotaCtlExit
            or EventCodes.UmountExit or EventCodes.Umount2Exit => 1,
        EventCodes.MkDirAtExit or EventCodes.UnlinkAtExit or EventCodes.OpenAtExit or EventCodes.OpenAt2Exit
            or EventCodes.FChmodAtExit or EventCodes.FChownAtExit => 2,
        _ => -1,
    };

    private static int SourceParam(ushort code) => code switch
    {
        EventCodes.RenameExit or EventCodes.MountExit => 1,
        EventCodes.RenameAtExit or EventCodes.RenameAt2Exit or EventCodes.LinkExit or EventCodes.SymlinkExit => 2,
        EventCodes.SymlinkAtExit => 3,
        EventCodes.LinkAtExit => 4,
        _ => -1,
    };

    private static int TargetParam(ushort code) => code switch
    {
        EventCodes.LinkExit or EventCodes.SymlinkExit or EventCodes.SymlinkAtExit => 1,
        EventCodes.RenameExit or EventCodes.LinkAtExit or EventCodes.MountExit => 2,
        EventCodes.RenameAtExit or EventCodes.RenameAt2Exit => 4,
        _ => -1,
    };
}
