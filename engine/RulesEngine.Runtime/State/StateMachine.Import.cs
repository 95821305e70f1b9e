namespace RulesEngine.Runtime.State;

/// <summary>What was there before the first event: processes, descriptors; from a capture or from /proc.</summary>
public sealed partial class StateMachine
{
    private readonly HashSet<ushort> _serverPorts = [];

    /// <summary>Adds a thread that was there before the first event. Relations are made by <see cref="FinishImport"/>.</summary>
    public void ImportThread(ThreadInfo thread)
    {
        thread.Flags |= ThreadFlags.NameChanged | ThreadFlags.Active;
        thread.CloneTimeNs = 0;
        thread.CGroups = CGroupNames.From(thread.CGroups.Raw);
        if (thread.IsMain)
        {
            thread.Cwd = WithSlash(Join(default, thread.Cwd));
        }
        else
        {
            thread.Cwd = [];
            thread.Env = ByteStrings.Empty;
        }
        if (thread.ExePath.AsSpan().EndsWith(" (deleted)"u8)) thread.ExePath = thread.ExePath[..^" (deleted)".Length];
        State.Threads.TryAdd(thread);
    }

    /// <summary>Adds a descriptor of an imported thread. Descriptors of threads that are not known are ignored.</summary>
    public void ImportFd(long tid, long number, FdInfo fd)
    {
        var thread = State.Threads.Find(tid);
        if (thread is null) return;
        fd.Flags |= FdFlags.FromProc;
        if (fd.IsIPv6Socket && SocketName.IsMapped(fd.SourceAddress) && SocketName.IsMapped(fd.DestinationAddress))
        {
            ToIPv4(fd);
        }
        switch (fd.Type)
        {
            case FdType.IPv4Socket or FdType.IPv6Socket:
                if (fd.Protocol == L4Protocol.Tcp) fd.Flags |= FdFlags.SocketConnected;
                if (fd.IsIPv4Socket) State.Interfaces.Complete(fd);
                fd.Name = SocketName.NameOf(fd, _names);
                break;
            case FdType.IPv4ServerSocket or FdType.IPv6ServerSocket:
                fd.Name = SocketName.NameOf(fd, _names);
                _serverPorts.Add(fd.ServerPort);
                break;
            case FdType.UnixSocket:
                fd.Flags |= fd.Name.Length == 0 ? FdFlags.RoleClient : FdFlags.RoleServer;
                break;
        }
        if (thread.FindFds() is not { } table) return;
        State.Pool.Adopt();
        Put(table, number, fd);
    }

    /// <summary>Relates the imported threads, finds their containers, and tells clients from servers.</summary>
    public void FinishImport()
    {
        foreach (var thread in State.Threads) State.Threads.Relate(thread);
        foreach (var thread in State.Threads)
        {
            FindContainer(thread);
            FixDirections(thread);
        }
    }

    /// <summary>A connection from a port that something listens on was accepted there: the other end is the client.</summary>
    private void FixDirections(ThreadInfo thread)
    {
        if (!thread.IsMain) return;
        foreach (var (_, fd) in thread.Fds)
        {
            if (!fd.IsIPv4Socket) continue;
            if (!_serverPorts.Contains(fd.SourcePort))
            {
                fd.Flags |= FdFlags.RoleClient;
                continue;
            }
            SwapEnds(fd);
            fd.Name = SocketName.NameOf(fd, _names);
            fd.Flags |= FdFlags.RoleServer;
        }
    }

    private static void ToIPv4(FdInfo fd)
    {
        var source = HostAddress.From(fd.SourceAddress[12..]);
        var destination = HostAddress.From(fd.DestinationAddress[12..]);
        var (sourcePort, destinationPort, protocol) = (fd.SourcePort, fd.DestinationPort, fd.Protocol);
        fd.Tuple.Clear();
        fd.Type = FdType.IPv4Socket;
        fd.SetConnection(
            ((ReadOnlySpan<byte>)source)[..4], ((ReadOnlySpan<byte>)destination)[..4], sourcePort, destinationPort);
        fd.Protocol = protocol;
    }

    private byte[] WithSlash(byte[] path)
    {
        if (path is [.., (byte)'/']) return path;
        Span<byte> slashed = stackalloc byte[JoinedPath.BytesMax + 1];
        path.CopyTo(slashed);
        slashed[path.Length] = (byte)'/';
        return _names.Get(slashed[..(path.Length + 1)]);
    }
}
