using System.IO.Compression;
using RulesEngine.Runtime.Events;
using RulesEngine.Runtime.State;

namespace RulesEngine.Compat.Scap;

/// <summary>
/// Writes captures of the current version that Falco, sysdig and <see cref="CaptureReader"/> read: first the machine
/// and everything on it, then the events. Events are written as they are; parameters behind the known ones ride along.
/// <see cref="WriteState"/> comes first; again, it begins another section. Nothing is allocated per event. Not thread-safe.
/// </summary>
public sealed class CaptureWriter : IDisposable
{
    private const int PathBytesMax = 1023;
    private const int ListBytesMax = 4095;
    private const int NameBytesMax = 255;
    /// <summary>Longer lists are cut into several blocks.</summary>
    private const int ListBlockBytes = 1 << 20;

    private readonly Stream _stream;
    private readonly BlockBuilder _block = new();

    private CaptureWriter(Stream stream)
    {
        _stream = stream;
    }

    /// <summary>Begins a capture. The stream is then the writer's to dispose.</summary>
    public static CaptureWriter Create(Stream stream, CaptureCompression compression) => new(
        compression == CaptureCompression.Gzip ? new GZipStream(stream, CompressionLevel.Fastest) : stream);

    /// <summary>Begins a section: writes what is known before its first event.</summary>
    public void WriteState(EngineState state)
    {
        WriteSectionHeader();
        if (state.Machine is { } machine) WriteMachine(machine);
        WriteInterfaces(state.Interfaces);
        WriteUsers(state.Users);
        WriteThreads(state.Threads);
        foreach (var thread in state.Threads)
        {
            if (thread.IsMain && thread.Fds.Count > 0) WriteFds(thread);
        }
        foreach (var container in state.Containers.All) WriteContainer(container);
    }

    /// <summary>Writes an event; one that only feeds the state is marked so.</summary>
    public void WriteEvent(EventView view, bool stateOnly = false)
    {
        var large = view.Definition.IsLarge || view.Bytes.Length > ushort.MaxValue - 64;
        uint type;
        if (stateOnly) type = large ? BlockType.EventFlagsV2Large : BlockType.EventFlagsV2;
        else type = large ? BlockType.EventV2Large : BlockType.EventV2;
        _block.Begin(type);
        _block.U16(view.Cpu);
        if (stateOnly) _block.U32(1);
        _block.Bytes(view.Bytes);
        _stream.Write(_block.End());
    }

    public void Flush() => _stream.Flush();

    public void Dispose() => _stream.Dispose();

    private void WriteSectionHeader()
    {
        _block.Begin(BlockType.SectionHeader);
        _block.U32(0x1A2B3C4D);
        _block.U16(1);
        _block.U16(2);
        _block.U64(ulong.MaxValue);
        _stream.Write(_block.End());
    }

    private void WriteMachine(MachineInfo machine)
    {
        _block.Begin(BlockType.MachineInfo);
        _block.U32(machine.CpuCount);
        _block.U64(machine.MemoryBytes);
        _block.U64(machine.MaxPid);
        Span<byte> host = stackalloc byte[128];
        host.Clear();
        machine.HostName.AsSpan(0, Math.Min(machine.HostName.Length, 127)).CopyTo(host);
        _block.Bytes(host);
        _block.U64(machine.BootTimeNs);
        _block.U64(machine.Flags);
        _block.U64(0);
        _block.U64(0);
        _stream.Write(_block.End());
    }

    private void WriteInterfaces(InterfaceTable interfaces)
    {
        _block.Begin(BlockType.InterfaceListV2);
        foreach (var entry in interfaces.IPv4) WriteInterface(entry);
        foreach (var entry in interfaces.IPv6) WriteInterface(entry);
        _stream.Write(_block.End());
    }

    private void WriteInterface(NetworkInterface entry)
    {
        var start = _block.BeginEntry();
        var length = entry.IsIPv6 ? 16 : 4;
        var name = entry.Name.AsSpan(0, Math.Min(entry.Name.Length, NameBytesMax));
        _block.U16(entry.IsIPv6 ? (ushort)2 : (ushort)1);
        _block.U16((ushort)name.Length);
        Span<HostAddress> addresses = [entry.Address, entry.Mask, entry.Broadcast];
        foreach (ref var address in addresses) _block.Bytes(((ReadOnlySpan<byte>)address)[..length]);
        _block.U64(entry.LinkSpeed);
        _block.Bytes(name);
        _block.EndEntry(start, withLength: false);
    }

    private void WriteUsers(UserTable users)
    {
        _block.Begin(BlockType.UserListV2);
        foreach (var user in users.HostUsers)
        {
            var start = _block.BeginEntry();
            _block.U8(0);
            _block.U32(user.Uid);
            _block.U32(user.Gid);
            _block.Text(user.Name, NameBytesMax);
            _block.Text(user.Home, NameBytesMax);
            _block.Text(user.Shell, NameBytesMax);
            _block.EndEntry(start, withLength: true);
        }
        foreach (var group in users.HostGroups)
        {
            var start = _block.BeginEntry();
            _block.U8(1);
            _block.U32(group.Gid);
            _block.Text(group.Name, NameBytesMax);
            _block.EndEntry(start, withLength: true);
        }
        _stream.Write(_block.End());
    }

    private void WriteThreads(ThreadTable threads)
    {
        _block.Begin(BlockType.ProcessListV9);
        foreach (var thread in threads)
        {
            if (thread.IsInvalid) continue;
            if (_block.Length > ListBlockBytes)
            {
                _stream.Write(_block.End());
                _block.Begin(BlockType.ProcessListV9);
            }
            WriteThread(thread);
        }
        _stream.Write(_block.End());
    }

    private void WriteThread(ThreadInfo thread)
    {
        var start = _block.BeginEntry();
        _block.I64(thread.Tid);
        _block.I64(thread.Pid);
        _block.I64(thread.ParentTid);
        _block.I64(thread.SessionId);
        _block.I64(thread.ProcessGroupIdInNamespace);
        _block.Text(thread.Comm, PathBytesMax);
        _block.Text(thread.Exe, PathBytesMax);
        _block.Text(thread.ExePath, PathBytesMax);
        _block.Text(thread.Args.Raw, ListBytesMax);
        _block.Text(thread.WorkingDirectory, PathBytesMax);
        _block.I64(thread.FdLimit);
        _block.U32((uint)thread.Flags);
        _block.U32(thread.Uid);
        _block.U32(thread.Gid);
        _block.U32(thread.VmSizeKb);
        _block.U32(thread.VmRssKb);
        _block.U32(thread.VmSwapKb);
        _block.U64(thread.MajorFaults);
        _block.U64(thread.MinorFaults);
        _block.Text(thread.Env.Raw, ListBytesMax);
        _block.I64(thread.TidInNamespace);
        _block.I64(thread.PidInNamespace);
        _block.Text(thread.CGroups.Raw, ListBytesMax);
        _block.Text(thread.Root, PathBytesMax);
        _block.U64(thread.PidNamespaceInitStartNs);
        _block.U32(thread.Tty);
        _block.U32(thread.LoginUid);
        _block.U8(Flag(thread.ExeWritable));
        _block.U64(thread.CapInheritable);
        _block.U64(thread.CapPermitted);
        _block.U64(thread.CapEffective);
        _block.U8(Flag(thread.ExeUpperLayer));
        _block.U64(thread.ExeInode);
        _block.U64(thread.ExeInodeCtime);
        _block.U64(thread.ExeInodeMtime);
        _block.U8(Flag(thread.ExeFromMemFd));
        _block.U8(Flag(thread.ExeLowerLayer));
        _block.I64(thread.ProcessGroupId);
        _block.EndEntry(start, withLength: true);
    }

    private static byte Flag(bool value) => value ? (byte)1 : (byte)0;

    private void WriteFds(ThreadInfo thread)
    {
        BeginFds(thread);
        foreach (var (number, fd) in thread.Fds)
        {
            if (number < 0) continue;
            if (_block.Length > ListBlockBytes)
            {
                _stream.Write(_block.End());
                BeginFds(thread);
            }
            WriteFd(number, fd);
        }
        _stream.Write(_block.End());
    }

    private void BeginFds(ThreadInfo thread)
    {
        _block.Begin(BlockType.FdListV2);
        _block.I64(thread.Tid);
    }

    private void WriteFd(long number, FdInfo fd)
    {
        var start = _block.BeginEntry();
        _block.I64(number);
        _block.U64(fd.Inode);
        _block.U8((byte)fd.Type);
        switch (fd.Type)
        {
            case FdType.IPv4Socket or FdType.IPv6Socket:
                // Captures state this end first, as /proc does; a server's own end is its destination.
                var swap = fd.IsRoleServer;
                _block.Bytes(swap ? fd.DestinationAddress : fd.SourceAddress);
                _block.Bytes(swap ? fd.SourceAddress : fd.DestinationAddress);
                _block.U16(swap ? fd.DestinationPort : fd.SourcePort);
                _block.U16(swap ? fd.SourcePort : fd.DestinationPort);
                _block.U8((byte)fd.Protocol);
                break;
            case FdType.IPv4ServerSocket or FdType.IPv6ServerSocket:
                _block.Bytes(fd.ServerAddress);
                _block.U16(fd.ServerPort);
                _block.U8((byte)fd.Protocol);
                break;
            case FdType.UnixSocket:
                _block.U64(fd.UnixSource);
                _block.U64(fd.UnixDestination);
                _block.Text(fd.Name, PathBytesMax);
                break;
            case FdType.FileV2:
                _block.U32(fd.OpenFlags);
                _block.Text(fd.Name, PathBytesMax);
                _block.U32(fd.Device);
                break;
            case FdType.Unknown:
                break;
            default:
                _block.Text(fd.Name, PathBytesMax);
                break;
        }
        _block.EndEntry(start, withLength: true);
    }

    /// <summary>Containers have no table of their own: an event at the begin describes each.</summary>
    private void WriteContainer(ContainerInfo container)
    {
        if (container.Json.Length == 0) return;
        const int headBytes = EventView.HeaderBytes + 3 * 4;
        var name = "container\0"u8;
        var length = headBytes + 4 + name.Length + container.Json.Length + 1;
        _block.Begin(BlockType.EventV2Large);
        _block.U16(0);
        _block.U64(0);
        _block.I64(-1);
        _block.U32((uint)length);
        _block.U16(EventCodes.Async);
        _block.U32(3);
        _block.U32(4);
        _block.U32((uint)name.Length);
        _block.U32((uint)container.Json.Length + 1);
        _block.U32(0);
        _block.Bytes(name);
        _block.Bytes(container.Json);
        _block.U8(0);
        _stream.Write(_block.End());
    }
}

/// <summary>Whether a capture is compressed; readers tell by the content.</summary>
public enum CaptureCompression
{
    None,
    Gzip,
}
