namespace RulesEngine.Runtime.State;

/// <summary>
/// All known threads by id, with their processes and their parents and children. Bounded; a full table refuses new
/// threads. A process's main thread stays in the table until its last thread is gone.
/// </summary>
public sealed class ThreadTable
{
    /// <summary>Falco's limit on the number of threads.</summary>
    public const int DefaultCapacity = 262144;

    private const int LoopGuard = 100_000;

    /// <summary>A power of two.</summary>
    private const int RecentCount = 64;

    private readonly Dictionary<long, ThreadInfo> _threads = [];
    private readonly Dictionary<long, ThreadGroup> _groups = [];

    /// <summary>Threads found lately, each at its id modulo the length: few threads make most events.</summary>
    private readonly ThreadInfo?[] _recent = new ThreadInfo?[RecentCount];

    private readonly StateCounters _counters;
    private readonly StatePool _pool;

    internal ThreadTable(StateCounters counters, StatePool pool)
    {
        _counters = counters;
        _pool = pool;
    }

    public int Capacity { get; set; } = DefaultCapacity;

    public int Count => _threads.Count;

    public ThreadInfo? Find(long tid)
    {
        ref var recent = ref _recent[(int)tid & (RecentCount - 1)];
        if (recent is { } last && last.Tid == tid) return last;
        if (!_threads.TryGetValue(tid, out var thread)) return null;
        recent = thread;
        return thread;
    }

    public Dictionary<long, ThreadInfo>.ValueCollection.Enumerator GetEnumerator() => _threads.Values.GetEnumerator();

    public void Clear()
    {
        _threads.Clear();
        _groups.Clear();
        _recent.AsSpan().Clear();
    }

    /// <summary>Puts a thread into the table without relations; see <see cref="Relate"/>. False if there is no room.</summary>
    internal bool TryAdd(ThreadInfo thread)
    {
        if (_threads.Count >= Capacity)
        {
            _counters.ThreadTableDrops++;
            return false;
        }
        _counters.ThreadsAdded++;
        _threads[thread.Tid] = thread;
        _recent[(int)thread.Tid & (RecentCount - 1)] = thread;
        return true;
    }

    /// <summary>Makes the thread a member of its process and a child of its parent, as far as those are known.</summary>
    internal void Relate(ThreadInfo thread)
    {
        if (thread.IsInvalid || thread.Group is not null) return;
        if (!_groups.TryGetValue(thread.Pid, out var group))
        {
            group = _pool.RentGroup(thread.Pid);
            group.IsReaper = thread.Pid == 1 || thread.PidInNamespace == 1;
            _groups.Add(thread.Pid, group);
        }
        group.Add(thread);
        if (thread.Pid == 1) return;
        var parent = Find(thread.ParentTid);
        if (parent is null || parent.IsInvalid || ReferenceEquals(parent, thread))
        {
            thread.ParentTid = 0;
            return;
        }
        AddChild(parent, thread);
    }

    /// <summary>Takes a thread out, hands its children to the reaper, and removes the process with its last thread.</summary>
    internal void Remove(long tid)
    {
        var thread = Find(tid);
        if (thread is null)
        {
            _counters.FailedThreadLookups++;
            return;
        }
        if (thread.IsInvalid || thread.Group is not { } group)
        {
            Erase(thread);
            return;
        }
        if (!thread.IsDead)
        {
            group.AliveCount--;
            thread.Flags |= ThreadFlags.Closed;
        }
        if (thread.FirstChild is not null) Reparent(thread);
        _counters.ThreadsRemoved++;
        if (group.AliveCount <= 0)
        {
            _groups.Remove(thread.Pid);
            if (Find(thread.Pid) is { } main && !ReferenceEquals(main, thread)) Erase(main);
            Erase(thread);
            _pool.End(group);
        }
        else if (!thread.IsMain)
        {
            Erase(thread);
        }
    }

    /// <summary>A process whose thread called exec after its main thread died lives on.</summary>
    internal static void Resurrect(ThreadInfo thread)
    {
        if (!thread.IsDead) return;
        thread.Flags &= ~ThreadFlags.Closed;
        if (thread.Group is { } group) group.AliveCount++;
    }

    /// <summary>Takes out an entry that another thread of the same id replaces; its children stay those of the id.</summary>
    internal void Discard(ThreadInfo thread)
    {
        while (thread.FirstChild is { } child) RemoveChild(child);
        // It still counts as alive in its process, so that the process outlives its last thread, as in Falco.
        Erase(thread);
    }

    private void Erase(ThreadInfo thread)
    {
        while (thread.FirstChild is { } child)
        {
            RemoveChild(child);
            child.ParentTid = 0;
        }
        RemoveChild(thread);
        thread.Group?.Unlink(thread);
        if (_threads.TryGetValue(thread.Tid, out var listed) && ReferenceEquals(listed, thread))
        {
            _threads.Remove(thread.Tid);
        }
        ref var recent = ref _recent[(int)thread.Tid & (RecentCount - 1)];
        if (ReferenceEquals(recent, thread)) recent = null;
        _pool.End(thread);
    }

    private static void AddChild(ThreadInfo parent, ThreadInfo child)
    {
        RemoveChild(child);
        child.NextSibling = parent.FirstChild;
        if (parent.FirstChild is { } first) first.PreviousSibling = child;
        parent.FirstChild = child;
        child.ListedParent = parent;
        child.ParentTid = parent.Tid;
    }

    private static void RemoveChild(ThreadInfo child)
    {
        if (child.PreviousSibling is { } previous) previous.NextSibling = child.NextSibling;
        else if (child.ListedParent is { } parent) parent.FirstChild = child.NextSibling;
        if (child.NextSibling is { } next) next.PreviousSibling = child.PreviousSibling;
        child.NextSibling = child.PreviousSibling = child.ListedParent = null;
    }

    private void Reparent(ThreadInfo dying)
    {
        var reaper = dying.ReaperTid > 0 ? Find(dying.ReaperTid) : null;
        if (reaper is null || reaper.IsInvalid) reaper = FindReaper(dying);
        if (ReferenceEquals(reaper, dying)) reaper = null;
        if (reaper is not null)
        {
            dying.ReaperTid = reaper.Tid;
            if (reaper.Pid != dying.Pid && reaper.Group is { } group) group.IsReaper = true;
        }
        while (dying.FirstChild is { } child)
        {
            if (reaper is null || ReferenceEquals(child, reaper))
            {
                RemoveChild(child);
                child.ParentTid = 0;
            }
            else
            {
                AddChild(reaper, child);
            }
        }
    }

    /// <summary>As the kernel does: another thread of the process, the nearest reaper above it, else nobody.</summary>
    private ThreadInfo? FindReaper(ThreadInfo dying)
    {
        if (FirstAlive(dying.Group, dying) is { } sibling) return sibling;
        var parent = Find(dying.ParentTid);
        for (var steps = 0; parent is not null && steps < LoopGuard; steps++)
        {
            if (ReferenceEquals(parent, dying)) return null;
            if (parent.IsInPidNamespace != dying.IsInPidNamespace) return null;
            if (parent.Group is { IsReaper: true } group && FirstAlive(group, dying) is { } reaper) return reaper;
            if (parent.ParentTid == parent.Tid) return null;
            parent = Find(parent.ParentTid);
        }
        return null;
    }

    private static ThreadInfo? FirstAlive(ThreadGroup? group, ThreadInfo except)
    {
        if (group is null || group.AliveCount <= 0) return null;
        for (var thread = group.First; thread is not null; thread = thread.NextInGroup)
        {
            if (!thread.IsDead && !ReferenceEquals(thread, except)) return thread;
        }
        return null;
    }
}
