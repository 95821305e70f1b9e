namespace RulesEngine.Runtime.State;

/// <summary>An address of a network interface, with the mask of its subnet (bytes in network order).</summary>
public sealed record NetworkInterface(
    byte[] Name, bool IsIPv6, HostAddress Address, HostAddress Mask, HostAddress Broadcast, ulong LinkSpeed);
