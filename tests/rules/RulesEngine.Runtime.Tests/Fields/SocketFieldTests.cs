using System.Buffers.Binary;
using System.Net;
using RulesEngine.Runtime.Events;
using RulesEngine.Runtime.State;
using RulesEngine.Runtime.Tests.Events;
using RulesEngine.Runtime.Tests.State;

namespace RulesEngine.Runtime.Tests.Fields;

public sealed class SocketFieldTests
{
    private const uint IPv4 = 2;
    private const uint IPv6 = 10;
    private const uint Unix = 1;

    [Fact]
    public void A_bound_socket_is_called_as_its_address_is_printed()
    {
        var machine = new Machine();
        Socket(machine, IPv6);
        machine.Send(EventCodes.BindExit, 10, EventBytes.Number(0L), Address("::ffff:10.1.2.3", 53), EventBytes.Number(3L));
        Assert.Equal("::ffff:10.1.2.3:53", FieldText.Of(machine.Context, "evt.arg.addr"));
        Assert.Equal("::ffff:10.1.2.3:53", FieldText.Of(machine.Context, "fd.name"));
        Assert.Equal("ipv4", FieldText.Of(machine.Context, "fd.type"));
    }

    [Fact]
    public void An_unset_IPv6_address_is_printed_as_the_IPv4_one_beside_a_mapped_one()
    {
        var machine = new Machine();
        Socket(machine, IPv6);
        machine.Send(
            EventCodes.SendToExit, 10, EventBytes.Number(1L), [1], EventBytes.Number(3L), EventBytes.Number(1u),
            Tuple("::", 0, "::ffff:10.1.2.3", 53));
        Assert.Equal("0.0.0.0:0->10.1.2.3:53", FieldText.Of(machine.Context, "evt.arg.tuple"));
        machine.Send(
            EventCodes.AcceptExit, 10, EventBytes.Number(4L), Tuple("::ffff:10.1.2.3", 53, "::", 7), [0],
            EventBytes.Number(0u), EventBytes.Number(0u));
        Assert.Equal("10.1.2.3:53->0.0.0.0:7", FieldText.Of(machine.Context, "fd.name"));
        machine.Send(
            EventCodes.AcceptExit, 10, EventBytes.Number(4L), Tuple("::", 53, "::1", 7), [0],
            EventBytes.Number(0u), EventBytes.Number(0u));
        Assert.Equal(":::53->::1:7", FieldText.Of(machine.Context, "fd.name"));
    }

    [Fact]
    public void A_connection_without_ends_is_called_after_them_where_the_address_is_no_internet_one()
    {
        var machine = new Machine();
        Socket(machine, Unix);
        machine.Send(EventCodes.ConnectEnter, 10, EventBytes.Number(3L), [1, .. "/run/x\0"u8]);
        machine.Send(EventCodes.ConnectExit, 10, EventBytes.Number(0L), [], EventBytes.Number(3L), [1, .. "/run/x\0"u8]);
        Assert.Equal("NULL", FieldText.Of(machine.Context, "fd.name"));
    }

    [Fact]
    public void A_process_in_a_container_is_at_home_at_the_container_and_the_machine()
    {
        var machine = InContainer("""{"container":{"id":"4f8c6e0d2b1a","type":0,"ip":"172.17.0.9"}}""");
        Assert.Equal("172.17.0.9", LocalOf(machine, "172.17.0.9", "1.1.1.1"));
        Assert.Equal("10.0.0.1", LocalOf(machine, "10.0.0.1", "1.1.1.1"));
        Assert.Equal("1.1.1.1", LocalOf(machine, "10.0.0.2", "1.1.1.1"));
    }

    [Theory]
    [InlineData("""{"container":{"id":"4f8c6e0d2b1a","type":0,"ip":""}}""")]
    [InlineData("""{"container":{"id":"000000000000","type":0}}""")]
    public void In_a_container_of_unknown_address_the_addresses_of_all_containers_are_local(string json)
    {
        var machine = InContainer(json);
        Describe(machine, """{"container":{"id":"111111111111","type":0,"ip":"172.17.0.5"}}""");
        Assert.Equal("172.17.0.5", LocalOf(machine, "172.17.0.5", "1.1.1.1"));
        Assert.Equal("1.1.1.1", LocalOf(machine, "10.0.0.1", "1.1.1.1"));
    }

    [Fact]
    public void No_IPv6_address_is_local_to_a_process_in_a_container()
    {
        var machine = new Machine();
        machine.States.State.Interfaces.Add(Interface("2001:db8::1"));
        Assert.Equal("2001:db8::1", LocalOf(machine, "2001:db8::1", "2001:db8:0:1::9"));
        machine = InContainer("""{"container":{"id":"4f8c6e0d2b1a","type":0,"ip":"172.17.0.9"}}""");
        machine.States.State.Interfaces.Add(Interface("2001:db8::1"));
        Assert.Equal("2001:db8:0:1::9", LocalOf(machine, "2001:db8::1", "2001:db8:0:1::9"));
    }

    private static Machine InContainer(string json)
    {
        var machine = new Machine();
        machine.States.State.Interfaces.Add(Interface("10.0.0.1"));
        machine.Find(10)!.ContainerId = "4f8c6e0d2b1a"u8.ToArray();
        Describe(machine, json);
        return machine;
    }

    private static void Describe(Machine machine, string json) =>
        machine.Send(EventCodes.ContainerJson2, -1, EventBytes.Text(json));

    private static string? LocalOf(Machine machine, string source, string destination)
    {
        var ends = Tuple(source, 4000, destination, 80);
        Socket(machine, ends[0]);
        machine.Send(EventCodes.ConnectExit, 10, EventBytes.Number(0L), ends, EventBytes.Number(3L), []);
        return FieldText.Of(machine.Context, "fd.lip");
    }

    private static void Socket(Machine machine, uint family) => machine.Send(
        EventCodes.SocketExit, 10, EventBytes.Number(3L), EventBytes.Number(family), EventBytes.Number(1u),
        EventBytes.Number(0u), EventBytes.Number(0u));

    private static NetworkInterface Interface(string address)
    {
        var bytes = IPAddress.Parse(address).GetAddressBytes();
        return new NetworkInterface([], bytes.Length == 16, HostAddress.From(bytes), default, default, 0);
    }

    private static byte[] Address(string address, ushort port)
    {
        var bytes = IPAddress.Parse(address).GetAddressBytes();
        return [(byte)(bytes.Length == 4 ? IPv4 : IPv6), .. bytes, .. Port(port)];
    }

    private static byte[] Tuple(string source, ushort sourcePort, string destination, ushort destinationPort) =>
        [.. Address(source, sourcePort), .. Address(destination, destinationPort)[1..]];

    private static byte[] Port(ushort port)
    {
        var bytes = new byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, port);
        return bytes;
    }
}
