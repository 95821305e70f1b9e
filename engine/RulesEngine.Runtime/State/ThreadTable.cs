namespace RulesEngine.Runtime.State;

/// <summary>All known threads by id, bounded; a full table refuses new ones.</summary>
public sealed class ThreadTable
{
    /// <summary>Falco's limit on the number of threads.</summary>
    public const int DefaultCapacity = 262144;

    private readonly Dictionary<long, ThreadInfo> _threads = [];
    private ThreadInfo? _last;

    public int Capacity { get; set; } = DefaultCapacity;

    public int Count => _threads.Count;

    public ThreadInfo? Find(long tid)
    {
        if (_last is { } last && last.Tid == tid) return last;
        if (!_threads.TryGetValue(tid, out var thread)) return null;
        _last = thread;
        return thread;
    }

    public bool TryAdd(ThreadInfo thread)
    {
        if (_threads.Count >= Capacity && !_threads.ContainsKey(thread.Tid)) return false;
        _threads[thread.Tid] = thread;
        _last = thread;
        return true;
    }

    public bool Remove(long tid)
    {
        if (_last?.Tid == tid) _last = null;
        return _threads.Remove(tid);
    }

    public Dictionary<long, ThreadInfo>.ValueCollection.Enumerator GetEnumerator() => _threads.Values.GetEnumerator();
}
