using RulesEngine.Runtime.State;

namespace RulesEngine.Compat.Scap;

/// <summary>
/// Reads the processes that were there when a capture began. Each version of the block added fields; from version 9 on
/// an entry states its length, and fields behind the known ones are skipped.
/// </summary>
internal static class ProcessListReader
{
    private const int PathBytesMax = 1024;
    private const int ListBytesMax = 4096;

    /// <summary>
    /// Hands every thread to the state machine. False when the entries contradict the block's length. Padding behind
    /// the last entry is less than an entry can be.
    /// </summary>
    public static bool Read(ReadOnlySpan<byte> body, int version, StateMachine machine)
    {
        var cursor = new ByteCursor(body);
        while (cursor.Remaining > 3)
        {
            ThreadInfo thread;
            if (version >= 9)
            {
                var length = cursor.U32();
                if (length < 4) return false;
                var entry = cursor.Sub((int)Math.Min(length - 4, int.MaxValue));
                thread = ReadEntry(ref entry, version);
                ReadTail(ref entry, thread);
                if (entry.Failed || cursor.Failed) return false;
            }
            else
            {
                thread = ReadEntry(ref cursor, version);
                if (cursor.Failed) return false;
            }
            machine.ImportThread(thread);
        }
        return true;
    }

    private static ThreadInfo ReadEntry(ref ByteCursor cursor, int version)
    {
        var thread = new ThreadInfo
        {
            Tid = cursor.I64(),
            Pid = cursor.I64(),
            ParentTid = cursor.I64(),
        };
        if (version >= 6) thread.SessionId = cursor.I64();
        if (version >= 8) thread.ProcessGroupIdInNamespace = cursor.I64();
        thread.Comm = cursor.Text(PathBytesMax).ToArray();
        thread.Exe = cursor.Text(PathBytesMax).ToArray();
        if (version >= 7) thread.ExePath = cursor.Text(PathBytesMax).ToArray();
        thread.Args = ByteStrings.From(cursor.Text(ListBytesMax));
        thread.Cwd = cursor.Text(PathBytesMax).ToArray();
        thread.FdLimit = cursor.I64();
        thread.Flags = (ThreadFlags)cursor.U32();
        thread.Uid = cursor.U32();
        thread.Gid = cursor.U32();
        if (version >= 2)
        {
            thread.VmSizeKb = cursor.U32();
            thread.VmRssKb = cursor.U32();
            thread.VmSwapKb = cursor.U32();
            thread.MajorFaults = cursor.U64();
            thread.MinorFaults = cursor.U64();
        }
        if (version >= 3) thread.Env = ByteStrings.From(cursor.Text(ListBytesMax));
        if (version >= 4)
        {
            thread.TidInNamespace = cursor.I64();
            thread.PidInNamespace = cursor.I64();
            thread.CGroups = ByteStrings.From(cursor.Text(ListBytesMax));
        }
        if (version >= 5) thread.Root = cursor.Text(PathBytesMax).ToArray();
        return thread;
    }

    /// <summary>Each field of the tail is there if it still fits into the entry.</summary>
    private static void ReadTail(ref ByteCursor entry, ThreadInfo thread)
    {
        if (entry.Remaining > 29)
        {
            thread.PidNamespaceInitStartNs = entry.U64();
            thread.Tty = entry.U32();
        }
        if (entry.Remaining >= 4) thread.LoginUid = entry.U32();
        if (entry.Remaining >= 1) thread.ExeWritable = entry.U8() != 0;
        if (entry.Remaining >= 8) thread.CapInheritable = entry.U64();
        if (entry.Remaining >= 8) thread.CapPermitted = entry.U64();
        if (entry.Remaining >= 8) thread.CapEffective = entry.U64();
        if (entry.Remaining >= 1) thread.ExeUpperLayer = entry.U8() != 0;
        if (entry.Remaining >= 8) thread.ExeInode = entry.U64();
        if (entry.Remaining >= 8) thread.ExeInodeCtime = entry.U64();
        if (entry.Remaining >= 8) thread.ExeInodeMtime = entry.U64();
        if (entry.Remaining >= 1) thread.ExeFromMemFd = entry.U8() != 0;
        if (entry.Remaining >= 1) thread.ExeLowerLayer = entry.U8() != 0;
        if (entry.Remaining >= 8) thread.ProcessGroupId = entry.I64();
    }
}
