using System.Runtime.CompilerServices;

namespace RulesEngine.Bpf.Abi;

// Mirrors of the structures of bpf/include/re_abi.h, which is the authority: AbiLayout compares sizes and offsets with the
// types in the object file, in a test and again at every start.

/// <summary><c>struct re_vector</c>.</summary>
[InlineArray(AbiLimits.VectorWords)]
public struct ReVector
{
    private ulong _word;
}

/// <summary>An array of one word per dimension.</summary>
[InlineArray(AbiLimits.DimensionsMax)]
public struct ReDimensionWords
{
    private uint _word;
}

/// <summary><c>struct re_policy</c>.</summary>
public struct RePolicy
{
    public uint Dimensions;
    public uint Clauses;
    public ReDimensionWords Defaults;
    public ReDimensionWords Missing;
    public ReDimensionWords Certain;
    public ReVector Deny;
    public ReVector Kill;
    public ReVector Monitor;
}

/// <summary><c>struct re_clause</c>.</summary>
public readonly struct ReClause(uint rule, uint error)
{
    public readonly uint Rule = rule;
    public readonly uint Error = error;
}

/// <summary><c>struct re_syscall</c>.</summary>
public readonly struct ReSyscall(ushort eventCode, ushort families)
{
    public readonly ushort Event = eventCode;
    public readonly ushort Families = families;
}

/// <summary><c>struct re_control</c>, mapped into both sides.</summary>
public struct ReControl
{
    public uint AbiVersion;
    public uint Enforcing;
    public uint Generation;
    public uint EngineTgid;
    public ulong BootEpochNs;
    public ulong TrialInode;
    public uint TrialDevice;
    public uint Watched;
    public ulong EngineStart;
    public ulong ObjectHash;
    public uint Skipped;
    public uint Pad;
}

/// <summary><c>struct re_scope</c>: the first word of every key.</summary>
public readonly struct ReScope(byte generation, byte dimension)
{
    public readonly byte Generation = generation;
    public readonly byte Dimension = dimension;
    public readonly ushort Pad;
}

/// <summary>The name of a process, padded with NUL.</summary>
[InlineArray(AbiLimits.CommBytes)]
public struct ReComm
{
    private byte _byte;
}

/// <summary>
/// <c>struct re_extra</c>: the parameter behind the last one that an event's type knows. The executable's path follows it,
/// with its NUL.
/// </summary>
public readonly struct ReExtra
{
    public readonly ushort AbiVersion;
    public readonly ReVerdict Verdict;
    public readonly ReHook Hook;
    public readonly ReWalk FdWalk;
    public readonly ReWalk ExeWalk;
    public readonly byte IoUring;
    public readonly byte Access;
    public readonly uint Error;
    public readonly uint Clause;
    public readonly uint Rule;
    public readonly uint Generation;
    public readonly uint Tgid;
    public readonly uint Ppid;
    public readonly uint Uid;
    public readonly uint LoginUid;
    public readonly ReComm Comm;
}
