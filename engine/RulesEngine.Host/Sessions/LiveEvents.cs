using RulesEngine.Bpf;
using RulesEngine.Bpf.Abi;
using RulesEngine.Bpf.Loading;
using RulesEngine.Host.Rules;
using RulesEngine.Runtime.Events;

namespace RulesEngine.Host.Sessions;

/// <summary>
/// Which events have to leave the kernel for a rule set: those that detecting rules name, and those that keep the state
/// which the fields of these rules speak of. What no rule needs is not watched and costs nothing.
/// </summary>
internal static class LiveEvents
{
    // Rules that name no event type are tried on whatever others ask for, as in Falco.
    private const int NoType = EventTable.Count / 2;

    private const string Processes = "clone fork vfork clone3 execve procexit";

    /// <summary>State by the fields that show it: beginnings of names, and the calls that change it.</summary>
    private static readonly (string[] Fields, EventCodeSet Codes)[] States =
    [
        (["proc.cwd", "proc.pcwd", "proc.acwd", "fs.path", "fd.", "evt.arg", "evt.abspath", "evt.info"], Exits("chdir fchdir chroot")),
        (["user.", "group.", "thread.cap_", "proc.is_exe_writable"],
            Exits("setuid setgid setreuid setregid setresuid setresgid capset unshare setns")),
        (["proc.sid", "proc.sname", "proc.is_sid_leader"], Exits("setsid")),
        (["proc.fdlimit", "proc.fdusage"], Exits("setrlimit prlimit")),
        (["proc.vmsize", "proc.vmrss", "proc.vmswap", "thread.vmsize", "thread.vmrss"], Exits("brk mmap munmap")),
        (["fd.types", "fdlist.", "proc.fdopencount", "proc.fdusage", "proc.stdin", "proc.stdout", "proc.stderr"], Exits(
            "open creat openat openat2 open_by_handle_at close close_range dup dup2 dup3 fcntl pipe pipe2 socket socketpair "
            + "bind connect accept accept4 eventfd eventfd2 signalfd signalfd4 timerfd_create inotify_init inotify_init1 "
            + "epoll_create epoll_create1 memfd_create userfaultfd io_uring_setup bpf pidfd_open pidfd_getfd")),
    ];

    /// <summary>What a recording takes: every event that can be watched, but for those that a program causes all the time.</summary>
    public static EventCodeSet Recorded { get; } = ProgramSpec.Watchable.Intersect(Exits(
        "read write pread pwrite lseek ioctl fcntl access stat lstat fstat newfstatat getdents getdents64 mmap munmap mprotect "
        + "brk mlock mlock2 munlock mlockall munlockall").Complement());

    public static WatchedEvents Needed(ActiveRules rules)
    {
        var needed = Exits(Processes);
        foreach (var rule in rules.Detected)
        {
            if (rule.EventCodes.Count < NoType)
                needed = needed.Union(rule.EventCodes);
            foreach (var field in RuleFields.Of(rule))
                needed = needed.Union(OfState(field));
        }
        return new WatchedEvents(needed, UnixTraffic.Concerns(rules.Detected) ? ReSkip.None : ReSkip.UnixTraffic);
    }

    private static EventCodeSet OfState(string field) => States
        .Where(state => state.Fields.Any(start => field.StartsWith(start, StringComparison.Ordinal)))
        .Aggregate(EventCodeSet.Empty, (codes, state) => codes.Union(state.Codes));

    private static EventCodeSet Exits(string names) => EventCodeSet.Of(
        names.Split(' ').SelectMany(name => EventTable.CodesByName(name).AsEnumerable()).Where(ProgramSpec.Watchable.Contains));
}
