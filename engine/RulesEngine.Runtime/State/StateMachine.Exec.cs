using RulesEngine.Runtime.Events;

namespace RulesEngine.Runtime.State;

/// <summary>A process becomes another program.</summary>
public sealed partial class StateMachine
{
    private const uint CloexecFlag = 4096;
    private const uint SpecialCloexecFlag = 1;
    private const uint ExeWritableFlag = 1;
    private const uint ExeUpperLayerFlag = 2;
    private const uint ExeFromMemFdFlag = 4;
    private const uint ExeLowerLayerFlag = 8;
    private const uint EmptyPathFlag = 1;

    private void ApplyExec(EventContext context)
    {
        if (Result(context) < 0 || context.Thread is not { } thread) return;
        var view = context.Event;
        ThreadTable.Resurrect(thread);
        thread.LastExecTimeNs = context.TimestampNs;
        ReadIdentity(thread, view);
        thread.Pid = view.Int64(4);
        if (thread.IsInvalid)
        {
            thread.ParentTid = view.Int64(5);
            if ((thread.Flags & ThreadFlags.ChildInPidNamespace) == 0)
            {
                thread.TidInNamespace = thread.Tid;
                thread.PidInNamespace = thread.Pid;
            }
            State.Threads.Relate(thread);
        }
        thread.FdLimit = view.Int64(7);
        ReadMemory(thread, view);
        if (view.HasParam(15)) thread.Env = _environments.Get(view.Param(15));
        if (view.HasParam(14)) thread.CGroups = _controlGroups.Get(view.Param(14));
        if (view.HasParam(16)) thread.Tty = view.UInt32(16);
        if (view.HasParam(27)) thread.ExePath = _names.Get(view.Text(27));
        else if (TryGetEnter(context, out var enter)) thread.ExePath = PathOfProgram(context, enter);
        ReadProgramFacts(thread, view);
        thread.Flags = ThreadFlags.Active | ThreadFlags.NameChanged
            | (thread.Flags & (ThreadFlags.PipeSource | ThreadFlags.PipeDestination | ThreadFlags.IsMainThread
                | ThreadFlags.CloneInverted));
        thread.FindFds()?.RemoveWhere(0, static (fd, _) => (fd.OpenFlags & CloexecFlagOf(fd)) != 0, State.Pool);
        RemoveOtherThreads(thread);
    }

    private static void ReadProgramFacts(ThreadInfo thread, EventView view)
    {
        if (view.HasParam(17)) thread.ProcessGroupIdInNamespace = view.Int64(17);
        if (view.HasParam(18)) thread.LoginUid = view.UInt32(18);
        if (view.HasParam(19))
        {
            var flags = view.UInt32(19);
            thread.ExeWritable = (flags & ExeWritableFlag) != 0;
            thread.ExeUpperLayer = (flags & ExeUpperLayerFlag) != 0;
            thread.ExeFromMemFd = (flags & ExeFromMemFdFlag) != 0;
            thread.ExeLowerLayer = (flags & ExeLowerLayerFlag) != 0;
        }
        if (view.HasParam(22))
        {
            thread.CapInheritable = view.UInt64(20);
            thread.CapPermitted = view.UInt64(21);
            thread.CapEffective = view.UInt64(22);
        }
        if (view.HasParam(25))
        {
            thread.ExeInode = view.UInt64(23);
            thread.ExeInodeCtime = view.UInt64(24);
            thread.ExeInodeMtime = view.UInt64(25);
            if (thread.CloneTimeNs != 0)
            {
                thread.ExeInodeCtimeDurationCloneTime = thread.CloneTimeNs - thread.ExeInodeCtime;
            }
            if (thread.PidNamespaceInitStartNs != 0 && thread.ExeInodeCtime > thread.PidNamespaceInitStartNs)
            {
                thread.ExeInodeCtimeDurationPidNamespaceStart = thread.ExeInodeCtime - thread.PidNamespaceInitStartNs;
            }
        }
        if (view.HasParam(26)) thread.Uid = view.UInt32(26);
        thread.ProcessGroupId = view.HasParam(28) ? view.Int64(28) : -1;
        if (view.HasParam(29)) thread.Gid = view.UInt32(29);
    }

    /// <summary>Old captures do not tell the program's path: it is put together from what the call was given.</summary>
    private byte[] PathOfProgram(EventContext context, EventView enter)
    {
        if (enter.Code == EventCodes.ExecveEnter)
        {
            var file = enter.Text(0);
            return file.SequenceEqual(UnknownName) ? UnknownName : Join(context.Thread!.WorkingDirectory, file);
        }
        var directoryFd = enter.Int64(0);
        var path = enter.Text(1);
        var flags = enter.UInt32(2);
        var directory = DirectoryOf(context.Thread!, path, directoryFd, out var isDescriptor);
        if (directory.SequenceEqual(UnknownDirectory)) return UnknownName;
        if (isDescriptor) context.Fd = UseFd(context.Thread!, directoryFd);
        if ((flags & EmptyPathFlag) != 0) return Join(default, directory);
        if (path.SequenceEqual(UnknownName)) return UnknownName;
        return isDescriptor ? JoinBelow(directory, path) : Join(directory, path);
    }

    /// <summary>The kernel ends all other threads of a process that calls exec.</summary>
    private void RemoveOtherThreads(ThreadInfo thread)
    {
        if (thread.Group is not { AliveCount: > 1 } group) return;
        for (var other = group.First; other is not null;)
        {
            var next = other.NextInGroup;
            if (!other.IsMain && other.Tid != thread.Tid) State.Threads.Remove(other.Tid);
            other = next;
        }
    }
}
