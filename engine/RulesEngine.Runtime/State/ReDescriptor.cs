namespace RulesEngine.Runtime.State;

/// <summary>
/// <c>struct re_descriptor</c> of <c>bpf/include/re_abi.h</c>: what the kernel says of a descriptor, as a parameter behind
/// those that the event's type knows. The file's path or the socket's ends follow it in the parameter.
/// </summary>
public readonly struct ReDescriptor
{
    public int Fd { get; init; }
    public FdType Type { get; init; }

    /// <summary>How the walk along the path ended: 1 whole, 2 nameless, 3 cut.</summary>
    public byte Walk { get; init; }
    public L4Protocol Protocol { get; init; }
    public byte Pad { get; init; }

    /// <summary>In Falco's numbering.</summary>
    public uint OpenFlags { get; init; }
    public uint Device { get; init; }
    public ulong Inode { get; init; }
}
