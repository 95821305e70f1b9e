using System.Text;
using RulesEngine.Compat.Scap;
using RulesEngine.Runtime.Events;
using RulesEngine.Runtime.State;

namespace RulesEngine.Compat.Tests.Scap;

/// <summary>
/// Every block that is written, byte by byte against the layout of the format: each expectation lists the fields in
/// order, with their widths.
/// </summary>
public class CaptureWriterLayoutTests
{
    [Fact]
    public void A_capture_begins_with_its_section_and_the_machine()
    {
        var state = new EngineState { Machine = new MachineInfo(4, 1 << 30, 32768, "host"u8.ToArray(), 77, 5) };
        var blocks = Written(state);
        Assert.Equal([0x0A0D0D0Au, 0x201u, 0x219u, 0x220u, 0x215u], blocks.Select(block => block.Type));
        Assert.Equal(Bytes().U32(0x1A2B3C4D).U16(1).U16(2).U64(ulong.MaxValue).Whole, blocks[0].Body);
        Assert.Equal(
            Bytes().U32(4).U64(1 << 30).U64(32768).Text("host").Zeros(124).U64(77).U64(5).U64(0).U64(0).Whole,
            blocks[1].Body);
        Assert.Equal(180, blocks[1].Body.Length);
    }

    [Fact]
    public void Interfaces_state_their_length_without_itself()
    {
        var state = new EngineState();
        state.Interfaces.Add(new NetworkInterface(
            "eth0"u8.ToArray(), false, HostAddress.From([10, 0, 0, 1]), HostAddress.From([255, 0, 0, 0]), HostAddress.From([10, 255, 255, 255]), 1000));
        Assert.Equal(
            Bytes().U32(2 + 2 + 12 + 8 + 4).U16(1).U16(4).Raw(10, 0, 0, 1).Raw(255, 0, 0, 0).Raw(10, 255, 255, 255).U64(1000).Text("eth0").Whole,
            Body(state, 0x219));
    }

    [Fact]
    public void Users_and_groups_state_their_length_with_itself()
    {
        var state = new EngineState();
        state.Users.SetUser(default, new UserInfo(7, 8, "ann"u8.ToArray(), "/home/ann"u8.ToArray(), "/bin/sh"u8.ToArray()));
        state.Users.SetGroup(default, new GroupInfo(8, "staff"u8.ToArray()));
        Assert.Equal(
            Bytes().U32(4 + 1 + 8 + 5 + 11 + 9).U8(0).U32(7).U32(8).Counted("ann").Counted("/home/ann").Counted("/bin/sh")
                .U32(4 + 1 + 4 + 7).U8(1).U32(8).Counted("staff").Padded().Whole,
            Body(state, 0x220));
    }

    [Fact]
    public void A_process_has_every_field_of_version_9_in_its_place()
    {
        var machine = new StateMachine(new EngineState());
        machine.ImportThread(Process());
        machine.FinishImport();
        var entry = Bytes().U64(30).U64(30).U64(0).U64(2).U64(3)
            .Counted("cat").Counted("/bin/cat").Counted("/usr/bin/cat").Counted("-n\0x\0").Counted("/root/")
            .U64(1024).U32((uint)machine.State.Threads.Find(30)!.Flags).U32(5).U32(6)
            .U32(11).U32(12).U32(13).U64(14).U64(15)
            .Counted("A=b\0").U64(16).U64(17).Counted("cpuset=/\0").Counted("/")
            .U64(18).U32(19).U32(20).U8(1).U64(21).U64(22).U64(23).U8(0).U64(24).U64(25).U64(26).U8(1).U8(0).U64(27).Whole;
        Assert.Equal(Bytes().U32((uint)entry.Length + 4).Raw(entry).Padded().Whole, Body(machine.State, 0x215));
    }

    [Fact]
    public void Descriptors_follow_their_process_each_in_the_form_of_its_kind()
    {
        var machine = new StateMachine(new EngineState());
        machine.ImportThread(Process());
        var file = new FdInfo { Type = FdType.FileV2, Inode = 9, OpenFlags = 3, Device = 4, Name = "/etc/hosts"u8.ToArray() };
        var server = new FdInfo { Type = FdType.IPv4ServerSocket };
        server.SetServer([127, 0, 0, 1], 80);
        server.Protocol = L4Protocol.Tcp;
        var unix = new FdInfo { Type = FdType.UnixSocket, Name = "/run/x"u8.ToArray() };
        unix.SetUnix(0xA, 0xB);
        machine.ImportFd(30, 1, unix);
        machine.ImportFd(30, 2, server);
        machine.ImportFd(30, 3, file);
        machine.ImportFd(30, 4, new FdInfo { Type = FdType.EventPoll, Name = "[epoll]"u8.ToArray() });
        machine.FinishImport();

        // The newest comes first, as the table is walked.
        Assert.Equal(
            Bytes().U64(30)
                .U32(4 + 17 + 9).U64(4).U64(0).U8(12).Counted("[epoll]")
                .U32(4 + 17 + 4 + 12 + 4).U64(3).U64(9).U8(16).U32(3).Counted("/etc/hosts").U32(4)
                .U32(4 + 17 + 7).U64(2).U64(0).U8(5).Raw(127, 0, 0, 1).U16(80).U8(2)
                .U32(4 + 17 + 16 + 8).U64(1).U64(0).U8(8).U64(0xA).U64(0xB).Counted("/run/x")
                .Padded().Whole,
            Body(machine.State, 0x218));
    }

    [Theory]
    [InlineData(false, 0x216u)]
    [InlineData(true, 0x217u)]
    public void An_event_is_its_bytes_behind_the_cpu_and_the_flags_where_it_has_any(bool stateOnly, uint type)
    {
        var bytes = Event(EventCodes.CloseExit, wide: false, 0, 0, 0, 0, 0, 0, 0, 0);
        var expected = Bytes().U16(3);
        if (stateOnly) expected.U32(1);
        Assert.Equal(expected.Raw(bytes).Padded().Whole, EventBlock(bytes, stateOnly, type));
    }

    [Theory]
    [InlineData(false, 0x221u)]
    [InlineData(true, 0x222u)]
    public void An_event_with_wide_lengths_has_a_block_type_of_its_own(bool stateOnly, uint type)
    {
        var bytes = Event(EventCodes.ContainerJson2, wide: true, [.. new byte[70_000], 0]);
        var expected = Bytes().U16(3);
        if (stateOnly) expected.U32(1);
        Assert.Equal(expected.Raw(bytes).Padded().Whole, EventBlock(bytes, stateOnly, type));
    }

    [Fact]
    public void Each_section_begins_with_a_header()
    {
        using var stream = new MemoryStream();
        using (var writer = CaptureWriter.Create(stream, CaptureCompression.None))
        {
            writer.WriteState(new EngineState());
            writer.WriteState(new EngineState());
        }
        Assert.Equal(2, Blocks(stream.ToArray()).Count(block => block.Type == 0x0A0D0D0A));
    }

    private static ThreadInfo Process() => new()
    {
        Tid = 30,
        Pid = 30,
        ParentTid = 0,
        SessionId = 2,
        ProcessGroupIdInNamespace = 3,
        Comm = "cat"u8.ToArray(),
        Exe = "/bin/cat"u8.ToArray(),
        ExePath = "/usr/bin/cat"u8.ToArray(),
        Args = ByteStrings.From("-n\0x\0"u8),
        Cwd = "/root"u8.ToArray(),
        FdLimit = 1024,
        Uid = 5,
        Gid = 6,
        VmSizeKb = 11,
        VmRssKb = 12,
        VmSwapKb = 13,
        MajorFaults = 14,
        MinorFaults = 15,
        Env = ByteStrings.From("A=b\0"u8),
        TidInNamespace = 16,
        PidInNamespace = 17,
        CGroups = ByteStrings.From("cpuset=/\0"u8),
        Root = "/"u8.ToArray(),
        PidNamespaceInitStartNs = 18,
        Tty = 19,
        LoginUid = 20,
        ExeWritable = true,
        CapInheritable = 21,
        CapPermitted = 22,
        CapEffective = 23,
        ExeInode = 24,
        ExeInodeCtime = 25,
        ExeInodeMtime = 26,
        ExeFromMemFd = true,
        ProcessGroupId = 27,
    };

    private static byte[] Event(ushort code, bool wide, params byte[] param)
    {
        var lengths = wide ? Bytes().U32((uint)param.Length) : Bytes().U16((ushort)param.Length);
        var length = 26 + lengths.Whole.Length + param.Length;
        return Bytes().U64(1).U64(2).U32((uint)length).U16(code).U32(1).Raw(lengths.Whole).Raw(param).Whole;
    }

    private static byte[] EventBlock(byte[] bytes, bool stateOnly, uint type)
    {
        using var stream = new MemoryStream();
        using (var writer = CaptureWriter.Create(stream, CaptureCompression.None))
        {
            var context = new EventContext(new EngineState());
            Assert.Equal(EventReadError.None, context.TrySetCopy(bytes, cpu: 3));
            writer.WriteEvent(context.Event, stateOnly);
        }
        var block = Assert.Single(Blocks(stream.ToArray()));
        Assert.Equal(type, block.Type);
        return block.Body;
    }

    private static byte[] Body(EngineState state, uint type) => Assert.Single(Written(state), block => block.Type == type).Body;

    private static List<(uint Type, byte[] Body)> Written(EngineState state)
    {
        using var stream = new MemoryStream();
        using (var writer = CaptureWriter.Create(stream, CaptureCompression.None)) writer.WriteState(state);
        return Blocks(stream.ToArray());
    }

    private static List<(uint Type, byte[] Body)> Blocks(byte[] capture)
    {
        var blocks = new List<(uint, byte[])>();
        for (var at = 0; at < capture.Length;)
        {
            var length = BitConverter.ToInt32(capture, at + 4);
            Assert.Equal(0, length % 4);
            Assert.Equal(length, BitConverter.ToInt32(capture, at + length - 4));
            blocks.Add((BitConverter.ToUInt32(capture, at), capture[(at + 8)..(at + length - 4)]));
            at += length;
        }
        return blocks;
    }

    private static Layout Bytes() => new();

    /// <summary>Fields one after another, little endian.</summary>
    private sealed class Layout
    {
        private readonly List<byte> _bytes = [];

        public byte[] Whole => [.. _bytes];

        public Layout U8(byte value) => Raw(value);

        public Layout U16(ushort value) => Raw(BitConverter.GetBytes(value));

        public Layout U32(uint value) => Raw(BitConverter.GetBytes(value));

        public Layout U64(ulong value) => Raw(BitConverter.GetBytes(value));

        public Layout Text(string text) => Raw(Encoding.UTF8.GetBytes(text));

        /// <summary>A text with its length in 16 bits before it.</summary>
        public Layout Counted(string text) => U16((ushort)text.Length).Text(text);

        public Layout Zeros(int count) => Raw(new byte[count]);

        public Layout Padded() => Zeros((4 - (_bytes.Count % 4)) % 4);

        public Layout Raw(params byte[] bytes)
        {
            _bytes.AddRange(bytes);
            return this;
        }
    }
}
