using RulesEngine.Bpf.Abi;
using RulesEngine.Runtime.Events;

namespace RulesEngine.Bpf.Enforcement;

/// <summary>
/// Which event a system call causes, by its number, for the three ways of calling an x86-64 kernel. Only calls that a guard
/// can meet are listed; any other call that reaches a hook (ld.so opened during an exec, say) is none of a rule's events.
/// </summary>
public static class SyscallEvents
{
    private static readonly (ushort Event, ReFamily Family, int X64, int Ia32, int X32)[] Rows =
    [
        (EventCodes.OpenExit, ReFamily.Open, 2, 5, 2),
        (EventCodes.CreatExit, ReFamily.Open, 85, 8, 85),
        (EventCodes.OpenAtExit, ReFamily.Open, 257, 295, 257),
        (EventCodes.OpenAt2Exit, ReFamily.Open, 437, 437, 437),
        (EventCodes.OpenByHandleAtExit, ReFamily.Open, 304, 342, 304),
        (EventCodes.ExecveExit, ReFamily.Exec, 59, 11, 520),
        // A successful execveat is an execve to rules.
        (EventCodes.ExecveExit, ReFamily.Exec, 322, 358, 545),
        (EventCodes.ConnectExit, ReFamily.Connect, 42, 362, 42),
        (EventCodes.SendToExit, ReFamily.Send, 44, 369, 44),
        (EventCodes.SendMsgExit, ReFamily.Send, 46, 370, 518),
        (EventCodes.SendMmsgExit, ReFamily.Send, 307, 345, 538),
        // io_uring_enter: what it does, the hook knows.
        (0, ReFamily.IoUring, 426, 426, 426),
    ];

    private const int SocketcallNumber = 102;

    /// <summary>Every entry of <c>re_syscalls</c>: its index and value.</summary>
    public static IEnumerable<(int Index, ReSyscall Value)> Entries()
    {
        foreach (var row in Rows)
        {
            var value = new ReSyscall(row.Event, (ushort)row.Family);
            yield return (Index(ReSyscallAbi.X64, row.X64), value);
            yield return (Index(ReSyscallAbi.Ia32, row.Ia32), value);
            yield return (Index(ReSyscallAbi.X32, row.X32), value);
        }

        yield return (Index(ReSyscallAbi.Ia32, SocketcallNumber), new ReSyscall(0, (ushort)ReFamily.Socketcall));
    }

    private static int Index(ReSyscallAbi abi, int number) => ((int)abi * AbiLimits.SyscallsMax) + number;
}
