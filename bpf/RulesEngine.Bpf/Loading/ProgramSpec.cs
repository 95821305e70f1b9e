using System.Collections.Immutable;
using RulesEngine.Bpf.Abi;
using RulesEngine.Runtime.Events;
using RulesEngine.Runtime.Matching;

namespace RulesEngine.Bpf.Loading;

/// <summary>How a program hangs in the kernel.</summary>
public enum AttachForm
{
    /// <summary>A program on an LSM hook; takes effect only where <c>bpf</c> is an active security module.</summary>
    Lsm,

    /// <summary>The same program in front of the <c>security_*</c> function that calls the hook.</summary>
    FmodRet,

    /// <summary>A program that watches: tracepoint or the end of a system call.</summary>
    Watch,
}

/// <summary>
/// A program of the object file as a plain fact: its name, how it is attached and what it is needed for. All of them are
/// listed here; a test compares the list with the object. A <see cref="ProgramHandle"/> is one that is in the kernel.
/// </summary>
/// <param name="Name">Its name; the kernel shows 15 characters of it.</param>
/// <param name="Form">How it is attached.</param>
/// <param name="Operations">Guards: the operations it refuses.</param>
/// <param name="Events">Watchers: the events it makes.</param>
/// <param name="Outcome">Watchers: the family of operations whose outcome those events are.</param>
public sealed record ProgramSpec(
    string Name, AttachForm Form, GuardedOperations Operations, EventCodeSet Events, ReFamily Outcome)
{
    /// <summary>
    /// The calls whose end is watched, by the name of their event: the lines of the tables in <c>bpf/hooks/calls_*</c>.
    /// </summary>
    private const string Calls =
        "unlink unlinkat rename renameat renameat2 mkdir mkdirat rmdir symlink symlinkat link linkat chmod fchmod fchmodat "
        + "chown lchown fchown fchownat mknod mknodat access stat lstat fstat newfstatat mount umount2 chdir fchdir chroot "
        + "pipe pipe2 close close_range dup dup2 dup3 fcntl eventfd eventfd2 signalfd signalfd4 timerfd_create inotify_init "
        + "inotify_init1 epoll_create epoll_create1 memfd_create userfaultfd flock lseek ioctl getdents getdents64 "
        + "read write pread pwrite splice sendfile copy_file_range "
        + "setuid setgid setreuid setregid setresuid setresgid setsid setpgid capset unshare setns kill tkill tgkill "
        + "pidfd_open pidfd_getfd prctl ptrace "
        + "bpf init_module finit_module delete_module mprotect mmap munmap brk mlock munlock mlock2 mlockall munlockall "
        + "seccomp setrlimit getrlimit prlimit io_uring_setup "
        + "socket socketpair bind listen shutdown accept accept4 recvfrom recvmsg recvmmsg";

    /// <summary>Every program there is.</summary>
    public static ImmutableArray<ProgramSpec> All { get; } =
    [
        .. Guard("open", GuardedOperations.Open),
        .. Guard("create", GuardedOperations.Open),
        .. Guard("exec", GuardedOperations.Execute),
        .. Guard("connect", GuardedOperations.Connect),
        // MSG_FASTOPEN connects by sending.
        .. Guard("send", GuardedOperations.Send | GuardedOperations.Connect),
        Watch("exec", ReFamily.Exec, EventCodes.ExecveExit),
        Watch("fork", ReFamily.None, EventCodes.CloneExit, EventCodes.ForkExit, EventCodes.VforkExit, EventCodes.Clone3Exit),
        Watch("exit", ReFamily.None, EventCodes.ProcExit),
        // What failed; the success of both is seen by exec.
        Watch("execve", ReFamily.Exec, EventCodes.ExecveExit),
        Watch("execveat", ReFamily.Exec, EventCodes.ExecveExit, EventCodes.ExecveAtExit),
        .. CallsOf(ReFamily.Open, "open creat openat openat2 open_by_handle_at"),
        .. CallsOf(ReFamily.Connect, "connect"),
        .. CallsOf(ReFamily.Send, "sendto sendmsg sendmmsg"),
        .. CallsOf(ReFamily.None, Calls),
    ];

    /// <summary>Every event that some watcher makes.</summary>
    public static EventCodeSet Watchable { get; } = All.Aggregate(EventCodeSet.Empty, (all, program) => all.Union(program.Events));

    /// <summary>The programs that a policy and a set of watched events need, guards in one form.</summary>
    public static ImmutableArray<ProgramSpec> Needed(GuardedOperations operations, EventCodeSet watched, AttachForm form) =>
    [
        .. All.Where(program => program.Form == AttachForm.Watch
            ? !program.Events.Intersect(watched).IsEmpty
            : program.Form == form && (program.Operations & operations) != 0),
    ];

    private static ProgramSpec Watch(string name, ReFamily outcome, params ReadOnlySpan<ushort> codes) =>
        new($"watch_{name}", AttachForm.Watch, GuardedOperations.None, EventCodeSet.Of(codes.ToArray()), outcome);

    private static IEnumerable<ProgramSpec> CallsOf(ReFamily outcome, string names) =>
        names.Split(' ').Select(name => Watch(name, outcome, CodeOf(name)));

    private static ushort CodeOf(string name) =>
        EventTable.CodesByName(name).First(code => EventTable.All[code] is { IsExit: true, IsCurrent: true });

    private static IEnumerable<ProgramSpec> Guard(string operation, GuardedOperations operations)
    {
        yield return new ProgramSpec($"guard_{operation}", AttachForm.Lsm, operations, EventCodeSet.Empty, ReFamily.None);
        yield return new ProgramSpec($"fmod_{operation}", AttachForm.FmodRet, operations, EventCodeSet.Empty, ReFamily.None);
    }
}
