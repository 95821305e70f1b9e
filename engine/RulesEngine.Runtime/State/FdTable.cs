namespace RulesEngine.Runtime.State;

/// <summary>
/// The descriptors of a process by number. Small numbers, nearly all, are found in an array. The table is walked in the
/// order in which Falco's hash table holds them, because fields that list descriptors show it: a chain through all
/// entries in which those of a bucket stand together, a new entry at the front of its bucket or of the chain.
/// </summary>
public sealed class FdTable
{
    /// <summary>Falco's limit on the descriptors of a process; more are not taken.</summary>
    public const int CountMax = 4096;

    private const int DenseLimit = 1024;

    /// <summary>The numbers of buckets, from one growth to the next.</summary>
    private static readonly int[] BucketCounts =
        [1, 13, 29, 59, 127, 257, 541, 1109, 2357, 5087, 10273, 20753, 42043, 85229, 172933, 351061, 712697, 1447153];

    private readonly FdInfo _front = new();
    private FdInfo?[] _dense = [];
    private Dictionary<long, FdInfo>? _sparse;

    /// <summary>For each bucket the entry before its first, or null where it is empty; may have room for more.</summary>
    private FdInfo?[] _before = new FdInfo?[1];
    private int _growth;

    public int Count { get; private set; }

    public FdInfo? Find(long number)
    {
        if ((ulong)number < (ulong)_dense.Length) return _dense[number];
        return _sparse is null ? null : _sparse.GetValueOrDefault(number);
    }

    /// <summary>Puts a descriptor in, in place of one of the same number; false when the table is full.</summary>
    public bool Set(long number, FdInfo info) => Set(number, info, out _);

    /// <summary>The same, and tells which one it replaced.</summary>
    internal bool Set(long number, FdInfo info, out FdInfo? replaced)
    {
        replaced = null;
        var old = Find(number);
        if (ReferenceEquals(old, info)) return true;
        if (old is null && Count >= CountMax) return false;
        info.Number = number;
        info.NextInTable = null;
        if ((ulong)number < DenseLimit)
        {
            if (number >= _dense.Length) Array.Resize(ref _dense, RoomFor(number));
            _dense[number] = info;
        }
        else
        {
            (_sparse ??= [])[number] = info;
        }
        if (old is not null)
        {
            Replace(old, info);
            replaced = old;
            return true;
        }
        Count++;
        if (Count > BucketCounts[_growth] || _growth == 0) Grow();
        Link(info);
        return true;
    }

    public bool Remove(long number)
    {
        if (Find(number) is not { } info) return false;
        if ((ulong)number < (ulong)_dense.Length) _dense[number] = null;
        else _sparse!.Remove(number);
        Unlink(info);
        Count--;
        return true;
    }

    /// <summary>Removes all descriptors the test holds for into the pool; returns how many.</summary>
    internal int RemoveWhere<T>(T argument, Func<FdInfo, T, bool> test, StatePool pool)
    {
        var before = Count;
        for (var fd = _front.NextInTable; fd is not null;)
        {
            var next = fd.NextInTable;
            if (test(fd, argument))
            {
                Remove(fd.Number);
                pool.End(fd);
            }
            fd = next;
        }
        return before - Count;
    }

    /// <summary>Fills an empty table with copies of another's descriptors, as a new process has them.</summary>
    internal void CopyFrom(FdTable parent, StatePool pool)
    {
        for (var fd = parent._front.NextInTable; fd is not null && !pool.HasNoRoomForFds; fd = fd.NextInTable)
        {
            var copy = pool.RentCopy(fd);
            copy.Flags |= FdFlags.Cloned;
            Set(fd.Number, copy);
        }
    }

    /// <summary>Makes it a new table; nobody looks at its descriptors any more.</summary>
    internal void Reset(StatePool pool)
    {
        for (var fd = _front.NextInTable; fd is not null;)
        {
            var next = fd.NextInTable;
            if ((ulong)fd.Number < (ulong)_dense.Length) _dense[fd.Number] = null;
            pool.Free(fd);
            fd = next;
        }
        _sparse?.Clear();
        _before.AsSpan(0, Buckets).Clear();
        _front.NextInTable = null;
        _growth = 0;
        Count = 0;
    }

    /// <summary>Walks the descriptors in the order described above.</summary>
    public Enumerator GetEnumerator() => new(_front);

    private int RoomFor(long number) => (int)Math.Min(DenseLimit, Math.Max(number + 1, _dense.Length * 2));

    private int Buckets => BucketCounts[_growth];

    private int BucketOf(long number) => (int)((ulong)number % (ulong)Buckets);

    private void Grow()
    {
        if (_growth == BucketCounts.Length - 1) return;
        _growth++;
        if (_before.Length < Buckets) _before = new FdInfo?[Buckets];
        else _before.AsSpan(0, Buckets).Clear();
        var fd = _front.NextInTable;
        _front.NextInTable = null;
        while (fd is not null)
        {
            var next = fd.NextInTable;
            Link(fd);
            fd = next;
        }
    }

    private void Link(FdInfo info)
    {
        var bucket = BucketOf(info.Number);
        if (_before[bucket] is { } before)
        {
            info.NextInTable = before.NextInTable;
            before.NextInTable = info;
            return;
        }
        info.NextInTable = _front.NextInTable;
        _front.NextInTable = info;
        _before[bucket] = _front;
        if (info.NextInTable is { } next) _before[BucketOf(next.Number)] = info;
    }

    private FdInfo Previous(FdInfo info)
    {
        var previous = _before[BucketOf(info.Number)]!;
        while (!ReferenceEquals(previous.NextInTable, info)) previous = previous.NextInTable!;
        return previous;
    }

    private void Unlink(FdInfo info)
    {
        var bucket = BucketOf(info.Number);
        var previous = Previous(info);
        var next = info.NextInTable;
        previous.NextInTable = next;
        info.NextInTable = null;
        if (next is not null && BucketOf(next.Number) == bucket) return;
        if (next is not null) _before[BucketOf(next.Number)] = previous;
        // It was the last of its bucket: the only one, if it was the first as well.
        if (ReferenceEquals(_before[bucket], previous)) _before[bucket] = null;
    }

    private void Replace(FdInfo old, FdInfo info)
    {
        Previous(old).NextInTable = info;
        info.NextInTable = old.NextInTable;
        old.NextInTable = null;
        if (info.NextInTable is { } next && BucketOf(next.Number) is var bucket
            && ReferenceEquals(_before[bucket], old))
        {
            _before[bucket] = info;
        }
    }

    public struct Enumerator
    {
        private FdInfo? _next;

        internal Enumerator(FdInfo front)
        {
            _next = front.NextInTable;
        }

        public (long Number, FdInfo Info) Current { get; private set; }

        public bool MoveNext()
        {
            if (_next is not { } info) return false;
            Current = (info.Number, info);
            _next = info.NextInTable;
            return true;
        }
    }
}
