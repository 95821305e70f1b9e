using RulesEngine.Runtime.State;

namespace RulesEngine.Runtime.Fields.Extraction;

/// <summary>The process of the event and its parent: names, command line, environment, ids, start.</summary>
internal static class ProcessFields
{
    public static void Register(Dictionary<string, Extraction> table)
    {
        RegisterNames(table);
        RegisterIds(table);
        table["proc.args"] = TakeArguments;
        table["proc.cmdnargs"] = (_, context, ref value) => context.Thread is { } thread && value.Take(thread.Args.Count);
        table["proc.cmdlenargs"] = TakeArgumentsLength;
        table["proc.env"] = TakeEnvironment;
        table["proc.cwd"] = (_, context, ref value) => context.Thread is { } thread && value.Take(thread.WorkingDirectory);
        table["proc.duration"] = (_, context, ref value) =>
            context.Thread is { CloneTimeNs: > 0 } thread && value.Take((long)(context.TimestampNs - thread.CloneTimeNs));
        table["proc.ppid.duration"] = TakeParentDuration;
        table["proc.pid.ts"] = (_, context, ref value) =>
            context.Thread is { CloneTimeNs: > 0 } thread && value.Take((long)thread.CloneTimeNs);
        table["proc.ppid.ts"] = (_, context, ref value) =>
            TryGetParent(context, out var parent) && value.Take((long)parent.CloneTimeNs);
    }

    private static void RegisterNames(Dictionary<string, Extraction> table)
    {
        table["proc.name"] = (_, context, ref value) => context.Thread is { } thread && value.Take(thread.Comm);
        table["proc.exe"] = (_, context, ref value) => context.Thread is { } thread && value.Take(thread.Exe);
        table["proc.exepath"] = (_, context, ref value) => context.Thread is { } thread && value.Take(thread.ExePath);
        table["proc.cmdline"] = (_, context, ref value) =>
            context.Thread is { } thread && TakeCommandLine(context, thread, ref value);
        table["proc.exeline"] = TakeExeLine;
        table["proc.pname"] = (_, context, ref value) => TryGetParent(context, out var parent) && value.Take(parent.Comm);
        table["proc.pexe"] = (_, context, ref value) => TryGetParent(context, out var parent) && value.Take(parent.Exe);
        table["proc.pexepath"] = (_, context, ref value) =>
            TryGetParent(context, out var parent) && value.Take(parent.ExePath);
        table["proc.pcmdline"] = (_, context, ref value) =>
            TryGetParent(context, out var parent) && TakeCommandLine(context, parent, ref value);
    }

    private static void RegisterIds(Dictionary<string, Extraction> table)
    {
        table["proc.pid"] = (_, context, ref value) => context.Thread is { } thread && TakeId(thread.Pid, ref value);
        table["proc.ppid"] = (_, context, ref value) => context.Thread is { } thread
            && Lineage.Ancestor(context, thread, 1) is { } parent && TakeId(parent.Pid, ref value);
        table["proc.vpid"] = (_, context, ref value) =>
            context.Thread is { } thread && thread.PidInNamespace != -1 && value.Take(thread.PidInNamespace);
        table["proc.pvpid"] = (_, context, ref value) =>
            TryGetParent(context, out var parent) && value.Take(parent.PidInNamespace);
        table["proc.sid"] = (_, context, ref value) => context.Thread is { } thread && value.Take(thread.SessionId);
        table["proc.vpgid"] = (_, context, ref value) =>
            context.Thread is { } thread && value.Take(thread.ProcessGroupIdInNamespace);
        table["proc.pgid"] = (_, context, ref value) => context.Thread is { } thread && value.Take(thread.ProcessGroupId);
        table["proc.is_sid_leader"] = (_, context, ref value) =>
            context.Thread is { } thread && value.Take(thread.SessionId == thread.PidInNamespace);
        table["proc.is_vpgid_leader"] = (_, context, ref value) =>
            context.Thread is { } thread && value.Take(thread.ProcessGroupIdInNamespace == thread.PidInNamespace);
        table["proc.is_pgid_leader"] = (_, context, ref value) =>
            context.Thread is { } thread && value.Take(thread.ProcessGroupId == thread.Pid);
        table["proc.tty"] = (_, context, ref value) => context.Thread is { } thread && value.Take(thread.Tty);
    }

    /// <summary>Sources that cannot tell a process's real id give numbers outside of its range; they are not shown.</summary>
    internal static bool TakeId(long id, ref FieldValue value) => id is >= -1 and <= uint.MaxValue && value.Take(id);

    internal static bool TakeCommandLine(EventContext context, ThreadInfo thread, ref FieldValue value)
    {
        var mark = context.Scratch.Mark;
        AppendCommandLine(context.Scratch, thread);
        return value.Take(context.Scratch.Since(mark));
    }

    /// <summary>Appends name and arguments with spaces between.</summary>
    internal static void AppendCommandLine(ScratchArena output, ThreadInfo thread)
    {
        output.Append(thread.Comm);
        if (thread.Args.Count == 0) return;
        output.Append((byte)' ');
        output.Append(thread.Args.Joined);
    }

    private static bool TryGetParent(EventContext context, out ThreadInfo parent)
    {
        parent = context.Thread is { } thread ? Lineage.Parent(context, thread)! : null!;
        return parent is not null;
    }

    private static bool TakeExeLine(FieldProbe probe, EventContext context, ref FieldValue value)
    {
        if (context.Thread is not { } thread) return false;
        var mark = context.Scratch.Mark;
        context.Scratch.Append(thread.Exe);
        context.Scratch.Append((byte)' ');
        context.Scratch.Append(thread.Args.Joined);
        return value.Take(context.Scratch.Since(mark));
    }

    private static bool TakeArguments(FieldProbe probe, EventContext context, ref FieldValue value)
    {
        if (context.Thread is not { } thread) return false;
        return value.Take(probe.HasArgument ? Argument(thread, probe.Index) : thread.Args.Joined);
    }

    // An argument that is not there is empty.
    private static ReadOnlySpan<byte> Argument(ThreadInfo thread, long index)
    {
        foreach (var argument in thread.Args)
        {
            if (index-- == 0) return argument;
        }

        return default;
    }

    private static bool TakeArgumentsLength(FieldProbe probe, EventContext context, ref FieldValue value)
    {
        if (context.Thread is not { } thread) return false;
        return value.Take(thread.Args.Raw.Length - thread.Args.Count);
    }

    private static bool TakeEnvironment(FieldProbe probe, EventContext context, ref FieldValue value)
    {
        if (context.Thread is not { } thread) return false;
        return value.Take(probe.Key.Length > 0 ? EnvironmentValue(thread, probe.Key) : EnvironmentOf(thread).Joined);
    }

    /// <summary>A variable's value, empty if it is not set.</summary>
    internal static ReadOnlySpan<byte> EnvironmentValue(ThreadInfo thread, ReadOnlySpan<byte> name)
    {
        foreach (var entry in EnvironmentOf(thread))
        {
            if (entry.Length > name.Length && entry[name.Length] == (byte)'=' && entry.StartsWith(name))
                return entry[(name.Length + 1)..].Trim((byte)' ');
        }

        return default;
    }

    internal static ByteStrings EnvironmentOf(ThreadInfo thread) => thread.MainThread?.Env ?? ByteStrings.Empty;

    // A parent that was there before the first event has no start; Falco then falls through to the next field of its
    // list, the number of open descriptors of the process itself.
    private static bool TakeParentDuration(FieldProbe probe, EventContext context, ref FieldValue value)
    {
        if (!TryGetParent(context, out var parent)) return false;
        return parent.CloneTimeNs != 0
            ? value.Take((long)(context.TimestampNs - parent.CloneTimeNs))
            : value.Take(context.Thread!.OpenFdCount);
    }
}
