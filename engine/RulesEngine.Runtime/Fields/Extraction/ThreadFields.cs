using RulesEngine.Runtime.Events;
using RulesEngine.Runtime.Fields.Text;
using RulesEngine.Runtime.State;

namespace RulesEngine.Runtime.Fields.Extraction;

/// <summary>The thread of the event: ids, memory, faults, capabilities, control groups, standard descriptors.</summary>
internal static class ThreadFields
{
    public static void Register(Dictionary<string, Extraction> table)
    {
        RegisterIds(table);
        RegisterUsage(table);
        RegisterTimes(table);
        table["thread.cap_permitted"] = (_, context, ref value) =>
            context.Thread is { } thread && TakeCapabilities(context, thread.CapPermitted, ref value);
        table["thread.cap_inheritable"] = (_, context, ref value) =>
            context.Thread is { } thread && TakeCapabilities(context, thread.CapInheritable, ref value);
        table["thread.cap_effective"] = (_, context, ref value) =>
            context.Thread is { } thread && TakeCapabilities(context, thread.CapEffective, ref value);
        table["thread.cgroups"] = (_, context, ref value) =>
            context.Thread is { CGroups.Count: > 0 } thread && value.Take(thread.CGroups.Joined);
        table["thread.cgroup"] = TakeCGroup;
        RegisterStandardFd(table, "proc.stdin", 0);
        RegisterStandardFd(table, "proc.stdout", 1);
        RegisterStandardFd(table, "proc.stderr", 2);
    }

    private static void RegisterIds(Dictionary<string, Extraction> table)
    {
        table["thread.tid"] = (_, context, ref value) => ProcessFields.TakeId(context.ThreadId, ref value);
        table["thread.ismain"] = (_, context, ref value) => context.Thread is { } thread && value.Take(thread.IsMain);
        table["thread.vtid"] = (_, context, ref value) =>
            context.Thread is { } thread && thread.TidInNamespace != -1 && value.Take(thread.TidInNamespace);
        table["thread.nametid"] = TakeNameAndTid;
        table["proc.nthreads"] = (_, context, ref value) => context.Thread is { } thread && value.Take(AliveThreads(thread));
        table["proc.nchilds"] = (_, context, ref value) => context.Thread is { } thread && value.Take(OtherThreads(thread));
    }

    private static void RegisterUsage(Dictionary<string, Extraction> table)
    {
        table["proc.fdopencount"] = (_, context, ref value) => context.Thread is { } thread && value.Take(thread.OpenFdCount);
        table["proc.fdlimit"] = (_, context, ref value) => context.Thread is { } thread && value.Take(FdLimit(thread));
        table["proc.fdusage"] = TakeFdUsage;
        table["proc.vmsize"] = (_, context, ref value) => context.Thread is { } thread && value.Take(thread.VmSizeKb);
        table["proc.vmrss"] = (_, context, ref value) => context.Thread is { } thread && value.Take(thread.VmRssKb);
        table["proc.vmswap"] = (_, context, ref value) => context.Thread is { } thread && value.Take(thread.VmSwapKb);
        table["thread.vmsize"] = (_, context, ref value) =>
            context.Thread is { } thread && value.Take(thread.IsMain ? thread.VmSizeKb : 0);
        table["thread.vmrss"] = (_, context, ref value) =>
            context.Thread is { } thread && value.Take(thread.IsMain ? thread.VmRssKb : 0);
        table["thread.vmsize.b"] = (_, context, ref value) =>
            context.Thread is { } thread && value.Take(thread.IsMain ? thread.VmSizeKb * 1024L : 0);
        table["thread.vmrss.b"] = (_, context, ref value) =>
            context.Thread is { } thread && value.Take(thread.IsMain ? thread.VmRssKb * 1024L : 0);
        table["thread.pfmajor"] = (_, context, ref value) =>
            context.Thread is { } thread && value.Take((long)thread.MajorFaults);
        table["thread.pfminor"] = (_, context, ref value) =>
            context.Thread is { } thread && value.Take((long)thread.MinorFaults);
    }

    private static void RegisterTimes(Dictionary<string, Extraction> table)
    {
        table["thread.exectime"] = (_, _, ref value) => value.Take(0);
        table["thread.totexectime"] = (_, context, ref value) => context.Thread is not null && value.Take(0);
        table["thread.cpu"] = TakeCpu;
        table["thread.cpu.user"] = TakeCpu;
        table["thread.cpu.system"] = TakeCpu;
    }

    private static void RegisterStandardFd(Dictionary<string, Extraction> table, string prefix, int number)
    {
        table[prefix + ".type"] = (_, context, ref value) =>
            context.Thread?.Fds.Find(number) is { } fd && value.Take(FdText.TypeName(fd));
        table[prefix + ".name"] = (_, context, ref value) =>
            context.Thread?.Fds.Find(number) is { } fd && value.Take(fd.Name);
    }

    private static int AliveThreads(ThreadInfo thread) => thread.Group?.AliveCount ?? 0;

    // A leader that has exited is not counted among the alive ones.
    private static int OtherThreads(ThreadInfo thread)
    {
        var alive = AliveThreads(thread);
        return alive > 0 && Lineage.MainOf(thread) is { IsDead: false } ? alive - 1 : alive;
    }

    private static long FdLimit(ThreadInfo thread) => thread.MainThread?.FdLimit ?? 0;

    private static bool TakeFdUsage(FieldProbe probe, EventContext context, ref FieldValue value)
    {
        if (context.Thread is not { } thread) return false;
        var limit = FdLimit(thread);
        value.Real = limit > 0 ? Math.Min(thread.OpenFdCount * 100.0 / limit, 100) : 0;
        return true;
    }

    // The CPU time between two events about the same thread, in percent; only procinfo events tell it.
    private static bool TakeCpu(FieldProbe probe, EventContext context, ref FieldValue value)
    {
        if (context.Code != EventCodes.ProcInfo || context.Thread is null) return false;
        value.Real = 0;
        return true;
    }

    private static bool TakeNameAndTid(FieldProbe probe, EventContext context, ref FieldValue value)
    {
        if (context.Thread is not { } thread) return false;
        var mark = context.Scratch.Mark;
        context.Scratch.Append(thread.Comm);
        context.Scratch.AppendDecimal(context.ThreadId);
        return value.Take(context.Scratch.Since(mark));
    }

    private static bool TakeCapabilities(EventContext context, ulong set, ref FieldValue value)
    {
        var mark = context.Scratch.Mark;
        CapabilityText.Append(context.Scratch, set);
        return value.Take(context.Scratch.Since(mark));
    }

    private static bool TakeCGroup(FieldProbe probe, EventContext context, ref FieldValue value)
    {
        if (context.Thread is not { } thread) return false;
        foreach (var entry in thread.CGroups)
        {
            if (entry.Length > probe.Key.Length && entry[probe.Key.Length] == (byte)'=' && entry.StartsWith(probe.Key))
                return value.Take(entry[(probe.Key.Length + 1)..]);
        }

        return false;
    }
}
