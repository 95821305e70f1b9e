namespace RulesEngine.Runtime.State;

/// <summary>
/// <c>struct re_descriptor</c> of <c>bpf/include/re_abi.h</c>: what the kernel says of a descriptor, as a parameter behind
/// those that the event's type knows. The file's path or the socket's ends follow it in the parameter.
/// </summary>
public readonly struct ReDescriptor
{
    public readonly int Fd;
    public readonly FdType Type;

    /// <summary>How the walk along the path ended: 1 whole, 2 nameless, 3 cut.</summary>
    public readonly byte Walk;
    public readonly L4Protocol Protocol;
    public readonly byte Pad;

    /// <summary>In Falco's numbering.</summary>
    public readonly uint OpenFlags;
    public readonly uint Device;
    public readonly ulong Inode;
}
