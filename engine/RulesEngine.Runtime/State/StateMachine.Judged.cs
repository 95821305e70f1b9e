using RulesEngine.Runtime.Events;

namespace RulesEngine.Runtime.State;

/// <summary>
/// Who attempted an operation, as the kernel saw it when it decided: for an exec the program that was about to run. What
/// the table knows may be older than the decision, what the kernel says is not.
/// </summary>
public readonly ref struct JudgedSubject
{
    public required long Pid { get; init; }

    public required long ParentPid { get; init; }

    public required uint Uid { get; init; }

    public required uint LoginUid { get; init; }

    public required ReadOnlySpan<byte> Comm { get; init; }

    /// <summary>Empty where the kernel could not tell.</summary>
    public required ReadOnlySpan<byte> ExePath { get; init; }
}

/// <summary>
/// Operations that the kernel judged before they took effect. They are numbered and shown to rules like events, but they
/// change nothing that is known about the machine: whether they happened is told by the event that follows, or by none.
/// </summary>
public sealed partial class StateMachine
{
    /// <summary>
    /// Fills the context for the record of a decision: the thread as the kernel saw it, and the file or connection the
    /// operation was about, whether or not a descriptor came of it.
    /// </summary>
    public void Present(EventContext context, in JudgedSubject subject)
    {
        context.Number = ++_events;
        State.Counters.Events++;
        FinishPrevious();
        context.Source = "syscall";
        context.ErrorCode = Result(context) is < 0 and > int.MinValue and var result ? (int)-result : 0;
        var thread = Copy(context, subject);
        context.Thread = thread;
        context.Fd = AttemptedFile(context) ?? AttemptedConnection(context, thread);
    }

    private ThreadInfo Copy(EventContext context, in JudgedSubject subject)
    {
        var thread = State.Threads.Find(context.ThreadId)?.Copy()
            ?? new ThreadInfo { Tid = context.ThreadId, TidInNamespace = context.ThreadId, PidInNamespace = subject.Pid };
        thread.Pid = subject.Pid;
        thread.ParentTid = subject.ParentPid;
        thread.Uid = subject.Uid;
        thread.LoginUid = subject.LoginUid;
        thread.Comm = subject.Comm.ToArray();
        if (!subject.ExePath.IsEmpty)
            thread.ExePath = subject.ExePath.ToArray();
        if (context.Code is EventCodes.ExecveExit)
        {
            thread.Exe = context.Event.Text(1).ToArray();
            thread.Args = ByteStrings.From(context.Event.Param(2));
        }
        return thread;
    }

    /// <summary>
    /// Whether the event is a record of our own programs: those carry a parameter behind the last one of the table, and
    /// what they say of a socket was read from the socket.
    /// </summary>
    private static bool IsResolvedByKernel(EventContext context) =>
        context.Event.ParamCount > context.Definition.Params.Length;

    /// <summary>
    /// The descriptor of a connection as the record has it. The calls that made and closed descriptors need not have been
    /// watched, so what the table knows of the number may be nothing, or about a file that is long closed.
    /// </summary>
    private void TakeConnection(EventContext context)
    {
        if (context.Thread is not { } thread || AttemptedConnection(context, thread) is not { } fd) return;
        if (thread.FindFds() is { } table && !ReferenceEquals(table.Find(context.FdNumber), fd))
        {
            State.Pool.Adopt();
            Put(table, context.FdNumber, fd);
        }
        thread.LastEventFd = context.FdNumber;
        context.Fd = fd;
    }

    private static FdInfo? AttemptedFile(EventContext context)
    {
        var parameter = context.Code switch
        {
            EventCodes.OpenExit or EventCodes.CreatExit => 1,
            EventCodes.OpenAtExit or EventCodes.OpenAt2Exit => 2,
            EventCodes.OpenByHandleAtExit => 3,
            _ => -1,
        };
        if (parameter < 0)
            return null;
        var path = context.Event.Text(parameter).ToArray();
        return new FdInfo { Type = FdType.FileV2, Name = path, NameRaw = path, OldName = path };
    }

    private FdInfo? AttemptedConnection(EventContext context, ThreadInfo thread)
    {
        var (tuple, descriptor) = context.Code switch
        {
            EventCodes.ConnectExit => (1, 2),
            EventCodes.SendToExit or EventCodes.SendMsgExit => (4, 2),
            EventCodes.SendMmsgExit => (4, 1),
            _ => (-1, -1),
        };
        if (tuple < 0)
            return null;
        context.FdNumber = context.Event.Int64(descriptor);
        var known = thread.FindFds()?.Find(context.FdNumber);
        if (!TryReadTuple(context.Event.Param(tuple), out var ends))
            return known;
        var fd = known?.Clone() ?? new FdInfo();
        SetEnds(fd, ends, markType: true);
        if (fd.Protocol is L4Protocol.Unknown or L4Protocol.None)
            fd.Protocol = context.Code == EventCodes.ConnectExit ? L4Protocol.Tcp : L4Protocol.Udp;
        fd.Name = SocketName.UsedNameOf(fd, _names);
        if (fd.IsRoleNone)
            fd.Flags |= FdFlags.RoleClient;
        return fd;
    }
}
