using System.Buffers.Binary;
using System.Text;
using RulesEngine.Runtime.Events;
using RulesEngine.Runtime.State;
using RulesEngine.Runtime.Tests.Events;

namespace RulesEngine.Runtime.Tests.State;

/// <summary>What live records say of descriptors, in the parameters behind those of the event table.</summary>
public class DescribedDescriptorTests
{
    private static readonly byte[] Extra = new byte[56];

    private readonly Machine _machine = new(StateMode.Live);

    [Fact]
    public void A_descriptor_nobody_saw_opened_is_what_the_kernel_says()
    {
        Fchmod(5, Descriptor(5, FdType.FileV2, inode: 7, rest: "/etc/passwd\0"u8));
        var fd = _machine.Context.Fd!;
        Assert.Equal(FdType.FileV2, fd.Type);
        Assert.Equal("/etc/passwd", Encoding.UTF8.GetString(fd.Name));
    }

    [Fact]
    public void A_descriptor_that_now_is_another_file_is_replaced()
    {
        Fchmod(5, Descriptor(5, FdType.FileV2, inode: 7, rest: "/etc/passwd\0"u8));
        Fchmod(5, Descriptor(5, FdType.FileV2, inode: 8, rest: "/tmp/other\0"u8));
        Assert.Equal("/tmp/other", Encoding.UTF8.GetString(_machine.Context.Fd!.Name));
    }

    [Fact]
    public void The_spelling_of_the_open_is_kept_for_the_same_file()
    {
        _machine.Open(10, 5, "link");
        Fchmod(5, Descriptor(5, FdType.FileV2, inode: 99, rest: "/target\0"u8, device: 7));
        Assert.Equal("/home/link", Encoding.UTF8.GetString(_machine.Context.Fd!.Name));
    }

    [Theory]
    [InlineData("/[eventpoll]\0", FdType.EventPoll)]
    [InlineData("/[userfaultfd]\0", FdType.UserFaultFd)]
    [InlineData("/memfd:payload\0", FdType.MemFd)]
    public void A_nameless_file_is_known_by_what_the_kernel_calls_it(string path, FdType type)
    {
        Fchmod(5, Descriptor(5, FdType.Unsupported, inode: 7, rest: Encoding.UTF8.GetBytes(path), walk: 2));
        Assert.Equal(type, _machine.Context.Fd!.Type);
    }

    [Fact]
    public void A_connected_socket_has_its_ends()
    {
        byte[] tuple = [2, 10, 0, 0, 1, 0x39, 0x30, 10, 0, 0, 2, 80, 0];
        Fchmod(5, Descriptor(5, FdType.IPv4Socket, inode: 7, rest: tuple, protocol: L4Protocol.Tcp));
        var fd = _machine.Context.Fd!;
        Assert.Equal("10.0.0.1:12345->10.0.0.2:80", Encoding.UTF8.GetString(fd.Name));
        Assert.True(fd.IsRoleClient);
    }

    [Fact]
    public void A_description_that_is_too_short_is_none()
    {
        Fchmod(5, new byte[10]);
        Assert.Null(_machine.Context.Fd);
    }

    private void Fchmod(long fd, byte[] described) => _machine.Send(
        EventTable.CodeOf("SYSCALL_FCHMOD_X"), 10, EventBytes.Number(0L), EventBytes.Number(fd), EventBytes.Number(0u), Extra, described);

    private static byte[] Descriptor(
        int fd, FdType type, ulong inode, ReadOnlySpan<byte> rest, byte walk = 1, L4Protocol protocol = L4Protocol.Unknown,
        uint device = 0)
    {
        var bytes = new byte[24 + rest.Length];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, fd);
        bytes[4] = (byte)type;
        bytes[5] = walk;
        bytes[6] = (byte)protocol;
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(12), device);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(16), inode);
        rest.CopyTo(bytes.AsSpan(24));
        return bytes;
    }
}
