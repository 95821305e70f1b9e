using RulesEngine.Runtime.Events;
using RulesEngine.Runtime.State;
using RulesEngine.Runtime.Tests.Events;

namespace RulesEngine.Runtime.Tests.State;

/// <summary>A machine with one process to send events to.</summary>
internal sealed class Machine
{
    public Machine(StateMode mode = StateMode.Replay)
    {
        States = new StateMachine(new EngineState(), mode);
        Context = new EventContext(States.State);
        States.Reset();
        States.ImportThread(new ThreadInfo
        {
            Tid = 1,
            Pid = 1,
            ParentTid = 0,
            TidInNamespace = 1,
            PidInNamespace = 1,
            Comm = "init"u8.ToArray(),
            Cwd = "/"u8.ToArray(),
        });
        States.ImportThread(new ThreadInfo
        {
            Tid = 10,
            Pid = 10,
            ParentTid = 1,
            TidInNamespace = 10,
            PidInNamespace = 10,
            Comm = "sh"u8.ToArray(),
            Cwd = "/home"u8.ToArray(),
        });
        States.FinishImport();
    }

    public StateMachine States { get; }

    public EventContext Context { get; }

    public ThreadTable Threads => States.State.Threads;

    public ThreadInfo? Find(long tid) => Threads.Find(tid);

    public bool Send(ushort code, long tid, params byte[][] parameters) => SendAt(1000, code, tid, parameters);

    public bool SendAt(ulong time, ushort code, long tid, params byte[][] parameters)
    {
        var bytes = EventBytes.Make(code, time, tid, parameters);
        Assert.Equal(EventReadError.None, Context.TrySet(bytes, 0, bytes.Length, 0));
        return States.Process(Context);
    }

    public bool Open(long tid, long fd, string name) => Send(
        EventCodes.OpenExit,
        tid,
        EventBytes.Number(fd),
        EventBytes.Text(name),
        EventBytes.Number(1u),
        EventBytes.Number(0u),
        EventBytes.Number(7u),
        EventBytes.Number(99L));

    public bool Close(long tid, long fd, long result = 0) =>
        Send(EventCodes.CloseExit, tid, EventBytes.Number(result), EventBytes.Number(fd));

    /// <summary>The child's side of a fork.</summary>
    public bool Fork(long parent, long child, uint flags = 0) => Send(
        EventCodes.CloneExit,
        child,
        CloneParams(0, child, (flags & (uint)ThreadFlags.CloneThread) != 0 ? parent : child, parent, flags));

    /// <summary>The parent's side of a fork.</summary>
    public bool ForkReturns(long parent, long child, uint flags = 0) =>
        Send(EventCodes.CloneExit, parent, CloneParams(child, parent, parent, 1, flags));

    public bool Exit(long tid, long reaper = 0) => Send(
        EventCodes.ProcExit,
        tid,
        EventBytes.Number(0L),
        EventBytes.Number(0L),
        [0],
        [0],
        EventBytes.Number(reaper));

    private static byte[][] CloneParams(long result, long tid, long pid, long parent, uint flags) =>
    [
        EventBytes.Number(result), EventBytes.Text("sh"), [], EventBytes.Number(tid), EventBytes.Number(pid),
        EventBytes.Number(parent), [], EventBytes.Number(1024L), EventBytes.Number(0L), EventBytes.Number(0L),
        EventBytes.Number(1u), EventBytes.Number(1u), EventBytes.Number(1u), EventBytes.Text("sh"),
        EventBytes.Text("cpuset=/"), EventBytes.Number(flags), EventBytes.Number(5u), EventBytes.Number(6u),
        EventBytes.Number(tid), EventBytes.Number(pid), EventBytes.Number(0L),
    ];
}
