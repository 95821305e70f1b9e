namespace RulesEngine.Runtime.State;

/// <summary>The addresses of the machine: tells which end of a connection is the local one.</summary>
public sealed class InterfaceTable
{
    public List<NetworkInterface> IPv4 { get; } = [];

    public List<NetworkInterface> IPv6 { get; } = [];

    public void Add(NetworkInterface address) => (address.IsIPv6 ? IPv6 : IPv4).Add(address);
}
