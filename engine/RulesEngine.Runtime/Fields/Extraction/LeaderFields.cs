using RulesEngine.Runtime.State;

namespace RulesEngine.Runtime.Fields.Extraction;

/// <summary>
/// Fields of the leaders of the process's session and process group. Outside a pid namespace the leader is the process
/// with that id; otherwise, and when it is gone, it is the oldest ancestor that still shares the id. Where there is none
/// the fields are empty.
/// </summary>
internal static class LeaderFields
{
    private enum Circle : byte
    {
        Session,
        GroupInNamespace,
        Group,
    }

    public static void Register(Dictionary<string, Extraction> table)
    {
        Register(table, "proc.sname", "proc.sid.exe", "proc.sid.exepath", Circle.Session);
        Register(table, "proc.vpgid.name", "proc.vpgid.exe", "proc.vpgid.exepath", Circle.GroupInNamespace);
        Register(table, "proc.pgid.name", "proc.pgid.exe", "proc.pgid.exepath", Circle.Group);
    }

    private static void Register(
        Dictionary<string, Extraction> table, string name, string exe, string exePath, Circle circle)
    {
        table[name] = (_, context, ref value) => context.Thread is { } thread
            && value.Take(Leader(context, thread, circle) is { } leader ? leader.Comm : default);
        table[exe] = (_, context, ref value) => context.Thread is { } thread
            && value.Take(Leader(context, thread, circle) is { } leader ? leader.Exe : default);
        table[exePath] = (_, context, ref value) => context.Thread is { } thread
            && value.Take(Leader(context, thread, circle) is { } leader ? leader.ExePath : default);
    }

    private static ThreadInfo? Leader(EventContext context, ThreadInfo thread, Circle circle)
    {
        var id = IdOf(thread, circle);
        if (id == -1) return null;
        var isById = circle == Circle.Group || !thread.IsInPidNamespace;
        if (isById && context.State.Threads.Find(id) is { } byId) return byId;
        ThreadInfo? leader = null;
        foreach (var ancestor in Lineage.Ancestors(context, thread))
        {
            if (IdOf(ancestor!, circle) != id) break;
            leader = ancestor;
        }

        return leader;
    }

    private static long IdOf(ThreadInfo thread, Circle circle) => circle switch
    {
        Circle.Session => thread.SessionId,
        Circle.GroupInNamespace => thread.ProcessGroupIdInNamespace,
        _ => thread.ProcessGroupId,
    };
}
