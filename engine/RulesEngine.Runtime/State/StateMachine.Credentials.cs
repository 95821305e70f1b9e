using RulesEngine.Runtime.Events;

namespace RulesEngine.Runtime.State;

/// <summary>What a process may do and use: identities, capabilities, sessions, limits, memory; users and groups.</summary>
public sealed partial class StateMachine
{
    private const ulong AllCapabilities = (1UL << 41) - 1;
    private const uint OpenFilesLimit = 7;
    private const uint SetChildSubreaper = 36;
    private const uint GetChildSubreaper = 37;

    private static void ApplySetUid(EventContext context, int index)
    {
        if (Result(context) != 0 || context.Thread is not { } thread || !context.Event.HasParam(index)) return;
        thread.Uid = context.Event.UInt32(index);
    }

    private static void ApplySetGid(EventContext context, int index)
    {
        if (Result(context) != 0 || context.Thread is not { } thread || !context.Event.HasParam(index)) return;
        thread.Gid = context.Event.UInt32(index);
    }

    private static void ApplySetSid(EventContext context)
    {
        if (Result(context) is >= 0 and var session && context.Thread is { } thread) thread.SessionId = session;
    }

    private static void ApplyCapset(EventContext context)
    {
        if (Result(context) < 0 || context.Thread is not { } thread) return;
        thread.CapInheritable = context.Event.UInt64(1);
        thread.CapPermitted = context.Event.UInt64(2);
        thread.CapEffective = context.Event.UInt64(3);
    }

    /// <summary>In a new user namespace a process may do everything.</summary>
    private static void ApplyNamespaces(EventContext context)
    {
        if (Result(context) < 0 || context.Thread is not { } thread) return;
        var flags = context.Event.UInt32(context.Code == EventCodes.UnshareExit ? 1 : 2);
        if (((ThreadFlags)flags & ThreadFlags.CloneNewUser) == 0) return;
        thread.CapInheritable = thread.CapPermitted = thread.CapEffective = AllCapabilities;
    }

    private static void ApplyPrctl(EventContext context)
    {
        if (Result(context) < 0 || context.Thread is not { IsInvalid: false, Group: { } group }) return;
        if (context.Event.UInt32(1) is SetChildSubreaper or GetChildSubreaper)
        {
            group.IsReaper = context.Event.Int64(3) != 0;
        }
    }

    private static void ApplyRlimit(EventContext context)
    {
        if (Result(context) < 0 || context.Thread?.MainThread is not { } main) return;
        if (context.Event.UInt32(3) != OpenFilesLimit) return;
        if (context.Event.Int64(1) is not -1 and var limit) main.FdLimit = limit;
    }

    private void ApplyPrlimit(EventContext context)
    {
        var view = context.Event;
        if (Result(context) != 0 || !view.HasParam(6) || view.UInt32(6) != OpenFilesLimit || !view.HasParam(5)) return;
        var limit = view.Int64(1);
        if (limit == -1) return;
        var tid = view.Int64(5);
        if (GetThread(tid == 0 ? context.ThreadId : tid) is { IsInvalid: false, MainThread: { } main })
        {
            main.FdLimit = limit;
        }
    }

    private static void ApplySwitch(EventContext context)
    {
        var view = context.Event;
        if (context.Thread is not { } thread || !view.HasParam(5)) return;
        thread.MajorFaults = view.UInt64(1);
        thread.MinorFaults = view.UInt64(2);
        if (thread.MainThread is not { } main) return;
        main.VmSizeKb = view.UInt32(3);
        main.VmRssKb = view.UInt32(4);
        main.VmSwapKb = view.UInt32(5);
    }

    private static void ApplyMemory(EventContext context)
    {
        var view = context.Event;
        if (context.Thread is not { } thread) return;
        if (view.HasParam(1)) thread.VmSizeKb = view.UInt32(1);
        if (!view.HasParam(3)) return;
        thread.VmRssKb = view.UInt32(2);
        thread.VmSwapKb = view.UInt32(3);
    }

    /// <summary>
    /// Falco reads the users of a container from files of the container. An event about one it does not know adds none:
    /// a replay has no such files, and so no names there.
    /// </summary>
    private void ApplyUser(EventContext context)
    {
        var view = context.Event;
        var container = view.Text(5);
        var uid = view.UInt32(0);
        if (context.Code == EventCodes.UserDeleted)
        {
            State.Users.RemoveUser(container, uid);
            return;
        }
        var known = State.Users.FindUser(container, uid);
        if (known is null && !container.IsEmpty) return;
        var (gid, name, home, shell) = (view.UInt32(1), _names.Get(view.Text(2)), _names.Get(view.Text(3)), _names.Get(view.Text(4)));
        if (known is not null && known.Gid == gid && ReferenceEquals(known.Name, name)
            && ReferenceEquals(known.Home, home) && ReferenceEquals(known.Shell, shell))
        {
            return;
        }
        State.Users.SetUser(container, new UserInfo(uid, gid, name, home, shell));
    }

    private void ApplyGroup(EventContext context)
    {
        var view = context.Event;
        var container = view.Text(2);
        var gid = view.UInt32(0);
        if (context.Code == EventCodes.GroupDeleted)
        {
            State.Users.RemoveGroup(container, gid);
            return;
        }
        var known = State.Users.FindGroup(container, gid);
        if (known is null ? !container.IsEmpty : view.Text(1).SequenceEqual(known.Name)) return;
        State.Users.SetGroup(container, new GroupInfo(gid, _names.Get(view.Text(1))));
    }
}
