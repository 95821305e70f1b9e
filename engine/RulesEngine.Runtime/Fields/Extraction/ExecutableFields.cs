namespace RulesEngine.Runtime.Fields.Extraction;

/// <summary>The file a process runs, and the start of its pid namespace. Zero means not known.</summary>
internal static class ExecutableFields
{
    public static void Register(Dictionary<string, Extraction> table)
    {
        table["proc.is_exe_writable"] = (_, context, ref value) =>
            context.Thread is { } thread && value.Take(thread.ExeWritable);
        table["proc.is_exe_upper_layer"] = (_, context, ref value) =>
            context.Thread is { } thread && value.Take(thread.ExeUpperLayer);
        table["proc.is_exe_lower_layer"] = (_, context, ref value) =>
            context.Thread is { } thread && value.Take(thread.ExeLowerLayer);
        table["proc.is_exe_from_memfd"] = (_, context, ref value) =>
            context.Thread is { } thread && value.Take(thread.ExeFromMemFd);
        table["proc.exe_ino"] = (_, context, ref value) => context.Thread is { } thread && TakeKnown(thread.ExeInode, ref value);
        table["proc.exe_ino.ctime"] = (_, context, ref value) =>
            context.Thread is { } thread && TakeKnown(thread.ExeInodeCtime, ref value);
        table["proc.exe_ino.mtime"] = (_, context, ref value) =>
            context.Thread is { } thread && TakeKnown(thread.ExeInodeMtime, ref value);
        table["proc.exe_ino.ctime_duration_proc_start"] = (_, context, ref value) =>
            context.Thread is { } thread && TakeKnown(thread.ExeInodeCtimeDurationCloneTime, ref value);
        table["proc.exe_ino.ctime_duration_pidns_start"] = (_, context, ref value) =>
            context.Thread is { } thread && TakeKnown(thread.ExeInodeCtimeDurationPidNamespaceStart, ref value);
        table["proc.pidns_init_start_ts"] = (_, context, ref value) =>
            context.Thread is { } thread && TakeKnown(thread.PidNamespaceInitStartNs, ref value);
    }

    private static bool TakeKnown(ulong number, ref FieldValue value) => number != 0 && value.Take((long)number);
}
