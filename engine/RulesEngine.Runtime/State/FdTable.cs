namespace RulesEngine.Runtime.State;

/// <summary>The descriptors of a process by number. Small numbers, nearly all, are an array.</summary>
public sealed class FdTable
{
    private const int DenseLimit = 1024;

    private FdInfo?[] _dense = [];
    private Dictionary<long, FdInfo>? _sparse;

    public int Count { get; private set; }

    public FdInfo? Find(long number)
    {
        if ((ulong)number < (ulong)_dense.Length) return _dense[number];
        return _sparse is null ? null : _sparse.GetValueOrDefault(number);
    }

    public void Set(long number, FdInfo info)
    {
        info.Number = number;
        if ((ulong)number < DenseLimit)
        {
            if (number >= _dense.Length) Array.Resize(ref _dense, (int)Math.Max(number + 1, _dense.Length * 2));
            if (_dense[number] is null) Count++;
            _dense[number] = info;
            return;
        }
        _sparse ??= [];
        if (!_sparse.ContainsKey(number)) Count++;
        _sparse[number] = info;
    }

    public bool Remove(long number)
    {
        if ((ulong)number < (ulong)_dense.Length)
        {
            if (_dense[number] is null) return false;
            _dense[number] = null;
            Count--;
            return true;
        }
        if (_sparse is null || !_sparse.Remove(number)) return false;
        Count--;
        return true;
    }

    /// <summary>Removes all descriptors the test holds for; returns how many.</summary>
    public int RemoveWhere(Func<FdInfo, bool> test)
    {
        var before = Count;
        for (var i = 0; i < _dense.Length; i++)
        {
            if (_dense[i] is { } fd && test(fd)) Remove(i);
        }
        if (_sparse is not null)
        {
            foreach (var (number, fd) in _sparse)
            {
                if (test(fd)) Remove(number);
            }
        }
        return before - Count;
    }

    /// <summary>A copy of the table and of every descriptor, as a new process has them.</summary>
    internal FdTable CloneForChild()
    {
        var copy = new FdTable();
        foreach (var (number, info) in this)
        {
            var fd = info.Clone();
            fd.Flags |= FdFlags.Cloned;
            copy.Set(number, fd);
        }
        return copy;
    }

    public void Clear()
    {
        Array.Clear(_dense);
        _sparse = null;
        Count = 0;
    }

    /// <summary>Walks the descriptors by ascending number below 1024, the others after them.</summary>
    public Enumerator GetEnumerator() => new(this);

    public struct Enumerator
    {
        private readonly FdTable _table;
        private int _index;
        private Dictionary<long, FdInfo>.Enumerator _rest;
        private bool _inRest;

        internal Enumerator(FdTable table)
        {
            _table = table;
            _index = -1;
        }

        public (long Number, FdInfo Info) Current { get; private set; }

        public bool MoveNext()
        {
            while (!_inRest)
            {
                if (++_index >= _table._dense.Length)
                {
                    _inRest = true;
                    if (_table._sparse is not null) _rest = _table._sparse.GetEnumerator();
                    break;
                }
                if (_table._dense[_index] is { } info)
                {
                    Current = (_index, info);
                    return true;
                }
            }
            if (_table._sparse is null || !_rest.MoveNext()) return false;
            Current = (_rest.Current.Key, _rest.Current.Value);
            return true;
        }
    }
}
