using System.Collections.Immutable;

namespace RulesEngine.Runtime.Matching;

/// <summary>
/// The kernel half of a match index as plain data: what is written into the maps of one generation. It holds the
/// clauses of rules that are decided inline, nothing else. The decision on a subject: AND the vectors its values select
/// in the dimensions listed here (a dimension not listed constrains nothing); then, of the standing clauses,
/// one in <see cref="KillMask"/> but not in <see cref="MonitorMask"/> kills and refuses; else one in
/// <see cref="DenyMask"/> but not in <see cref="MonitorMask"/> refuses; else one in <see cref="MonitorMask"/> is
/// recorded as <c>would_deny</c> or <c>would_kill</c>. The lowest-numbered standing clause of the kind that decides
/// gives the errno. <see cref="KernelDecision"/> is the same in C#.
/// All vectors have <see cref="KernelLimits.VectorWords"/> words.
/// </summary>
public sealed record KernelPolicy
{
    /// <summary>A policy that lets everything pass.</summary>
    public static KernelPolicy Empty { get; } = new();

    /// <summary>
    /// Every prefix of every dimension, grouped by dimension; no two have the same dimension and prefix.
    /// </summary>
    public ImmutableArray<KernelEntry> Entries { get; init; } = [];

    /// <summary>The dimensions in use, in ascending order.</summary>
    public ImmutableArray<KernelDefaults> Dimensions { get; init; } = [];

    /// <summary>The clauses by number; their rules ascend.</summary>
    public ImmutableArray<KernelClause> Clauses { get; init; } = [];

    /// <summary>Clauses whose action is deny.</summary>
    public ulong[] DenyMask { get; init; } = new ulong[KernelLimits.VectorWords];

    /// <summary>Clauses whose action is kill.</summary>
    public ulong[] KillMask { get; init; } = new ulong[KernelLimits.VectorWords];

    /// <summary>Clauses of rules in monitor mode: evaluated, never acted upon.</summary>
    public ulong[] MonitorMask { get; init; } = new ulong[KernelLimits.VectorWords];

    /// <summary>The names of the rules in this policy; <see cref="KernelClause.RuleIndex"/> points here.</summary>
    public ImmutableArray<string> Rules { get; init; } = [];

    /// <summary>
    /// The event codes some clause stands for, ascending: those of the exit events a hook makes records of.
    /// </summary>
    public ImmutableArray<ushort> EventCodes { get; init; } = [];

    /// <summary>The hook families that must be attached.</summary>
    public GuardedOperations Operations { get; init; }
}

/// <summary>A prefix of one dimension and the clauses that do not mind values whose longest prefix it is.</summary>
/// <param name="Dimension">The dimension.</param>
/// <param name="PrefixBits">Bits of the value that the prefix covers, the key's scope not counted.</param>
/// <param name="Key">The bytes covered, <c>(PrefixBits + 7) / 8</c> of them.</param>
/// <param name="Vector">The complete clause vector.</param>
public sealed record KernelEntry(KernelDimension Dimension, int PrefixBits, byte[] Key, ulong[] Vector);

/// <summary>The vectors of a dimension for values without any entry, and for no value at all.</summary>
public sealed record KernelDefaults(KernelDimension Dimension, ulong[] Default, ulong[] Missing);

/// <summary>What a standing clause wants.</summary>
/// <param name="RuleIndex">Index into <see cref="KernelPolicy.Rules"/>.</param>
/// <param name="Action">Deny, or kill and deny.</param>
/// <param name="Errno">The error the caller sees, positive.</param>
/// <param name="Monitor">Whether it is only recorded.</param>
public sealed record KernelClause(int RuleIndex, KernelAction Action, int Errno, bool Monitor);

/// <summary>The actions the kernel takes by itself.</summary>
public enum KernelAction : byte
{
    Deny = 1,
    Kill = 2,
}

/// <summary>The families of operations that have guards.</summary>
[Flags]
public enum GuardedOperations : byte
{
    None = 0,

    /// <summary>
    /// open, openat, openat2, creat, open_by_handle_at: file_open, path_mknod, path_truncate or file_truncate.
    /// </summary>
    Open = 1,

    /// <summary>execve, execveat: bprm_creds_from_file.</summary>
    Execute = 2,

    /// <summary>connect: socket_connect, and socket_sendmsg for MSG_FASTOPEN.</summary>
    Connect = 4,

    /// <summary>sendto, sendmsg, sendmmsg: socket_sendmsg.</summary>
    Send = 8,
}
