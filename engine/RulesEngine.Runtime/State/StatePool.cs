namespace RulesEngine.Runtime.State;

/// <summary>
/// Threads, processes and descriptors that ended, to be used for others: a machine that starts processes all day allocates
/// nothing for them. What ends during an event may still be looked at until the next one comes; only then
/// <see cref="Recycle"/> makes it free. It also counts the descriptors there are, and refuses to copy more than a machine
/// can have: a capture may claim any number.
/// </summary>
internal sealed class StatePool
{
    private const int FreeFdsMax = 1 << 16;
    private const int FreeThreadsMax = 1 << 12;
    private const int FdsMax = 1 << 20;

    private readonly Stack<FdInfo> _fds = new();
    private readonly Stack<ThreadInfo> _threads = new();
    private readonly Stack<ThreadGroup> _groups = new();
    private readonly List<FdInfo> _endedFds = [];
    private readonly List<ThreadInfo> _endedThreads = [];
    private readonly List<ThreadGroup> _endedGroups = [];
    private int _liveFds;

    /// <summary>Whether processes hold so many descriptors that no more are copied.</summary>
    public bool HasNoRoomForFds => _liveFds >= FdsMax;

    public FdInfo RentFd(FdType type)
    {
        _liveFds++;
        if (!_fds.TryPop(out var fd)) return new FdInfo { Type = type };
        fd.Type = type;
        return fd;
    }

    public FdInfo RentCopy(FdInfo original)
    {
        var copy = RentFd(FdType.Unknown);
        copy.CopyFrom(original);
        return copy;
    }

    /// <summary>Counts a descriptor that somebody else made.</summary>
    public void Adopt() => _liveFds++;

    public ThreadInfo RentThread() => _threads.TryPop(out var thread) ? thread : new ThreadInfo();

    public ThreadGroup RentGroup(long pid)
    {
        if (!_groups.TryPop(out var group)) return new ThreadGroup(pid);
        group.Reset(pid);
        return group;
    }

    public void End(FdInfo fd) => _endedFds.Add(fd);

    /// <summary>Once for each thread that is taken out of the table.</summary>
    public void End(ThreadInfo thread)
    {
        if (thread.HasEnded) return;
        thread.HasEnded = true;
        _endedThreads.Add(thread);
    }

    public void End(ThreadGroup group)
    {
        if (group.First is null) _endedGroups.Add(group);
    }

    /// <summary>Nobody looks at the last event any more.</summary>
    public void Recycle()
    {
        if (_endedThreads.Count > 0)
        {
            foreach (var thread in _endedThreads)
            {
                thread.Reset(this);
                if (_threads.Count < FreeThreadsMax) _threads.Push(thread);
            }
            _endedThreads.Clear();
        }
        if (_endedFds.Count > 0)
        {
            foreach (var fd in _endedFds) Free(fd);
            _endedFds.Clear();
        }
        if (_endedGroups.Count == 0) return;
        foreach (var group in _endedGroups)
        {
            if (_groups.Count < FreeThreadsMax) _groups.Push(group);
        }
        _endedGroups.Clear();
    }

    /// <summary>Another capture begins: the tables were emptied.</summary>
    public void Forget()
    {
        _endedFds.Clear();
        _endedThreads.Clear();
        _endedGroups.Clear();
        _liveFds = 0;
    }

    /// <summary>Takes back a descriptor that nobody looks at.</summary>
    internal void Free(FdInfo fd)
    {
        if (_liveFds > 0) _liveFds--;
        if (_fds.Count >= FreeFdsMax) return;
        fd.Reset();
        _fds.Push(fd);
    }
}
