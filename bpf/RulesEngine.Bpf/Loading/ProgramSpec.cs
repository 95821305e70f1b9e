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
/// <param name="Name">Its name, at most 15 characters.</param>
/// <param name="Form">How it is attached.</param>
/// <param name="Operations">Guards: the operations it refuses.</param>
/// <param name="Event">Watchers: the event it makes.</param>
/// <param name="Outcome">Watchers: the family of operations whose outcome that event is.</param>
public sealed record ProgramSpec(string Name, AttachForm Form, GuardedOperations Operations, ushort Event, ReFamily Outcome)
{
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
        Watch("fork", ReFamily.None, EventCodes.CloneExit),
        Watch("exit", ReFamily.None, EventCodes.ProcExit),
        Watch("open", ReFamily.Open, EventCodes.OpenExit),
        Watch("creat", ReFamily.Open, EventCodes.CreatExit),
        Watch("openat", ReFamily.Open, EventCodes.OpenAtExit),
        Watch("openat2", ReFamily.Open, EventCodes.OpenAt2Exit),
        Watch("connect", ReFamily.Connect, EventCodes.ConnectExit),
    ];

    /// <summary>The programs that a policy and a set of watched events need, guards in one form.</summary>
    public static ImmutableArray<ProgramSpec> Needed(GuardedOperations operations, EventCodeSet watched, AttachForm form) =>
    [
        .. All.Where(program => program.Form == AttachForm.Watch
            ? watched.Contains(program.Event)
            : program.Form == form && (program.Operations & operations) != 0),
    ];

    private static ProgramSpec Watch(string name, ReFamily outcome, ushort code) =>
        new($"watch_{name}", AttachForm.Watch, GuardedOperations.None, code, outcome);

    private static IEnumerable<ProgramSpec> Guard(string operation, GuardedOperations operations)
    {
        yield return new ProgramSpec($"guard_{operation}", AttachForm.Lsm, operations, 0, ReFamily.None);
        yield return new ProgramSpec($"fmod_{operation}", AttachForm.FmodRet, operations, 0, ReFamily.None);
    }
}
