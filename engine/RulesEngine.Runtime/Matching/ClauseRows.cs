using System.Collections.Immutable;

namespace RulesEngine.Runtime.Matching;

/// <summary>
/// The clause vectors of one dimension, laid out to be ANDed: a default, and rows that keep only the words in which
/// they differ from it. Equal rows are kept once, so a list of a hundred names costs one. Used by one thread at a
/// time.
/// </summary>
internal sealed class ClauseRows
{
    /// <summary>The outcome of a look-up when there is no value.</summary>
    public const int Missing = 0;

    private readonly ulong[] _default;
    private readonly int[] _rowOfOutcome;
    private readonly int[] _starts;
    private readonly ClauseWord[] _changes;
    private readonly ulong[] _set;
    private readonly ulong[] _cleared;
    private readonly ClauseWord[] _joined;

    public ClauseRows(IndexDimension dimension)
    {
        _default = dimension.Default;
        _set = new ulong[_default.Length];
        _cleared = new ulong[_default.Length];
        _joined = new ClauseWord[_default.Length];
        UsuallyLive = [.. Enumerable.Range(0, _default.Length).Where(word => _default[word] != 0)];
        var missing = dimension.Missing.Index().Where(item => item.Item != _default[item.Index])
            .Select(item => new ClauseWord(item.Index, item.Item)).ToImmutableArray();
        ImmutableArray<ClauseWord>[] outcomes =
            [missing, [], .. dimension.Entries.Select(entry => entry.Changes)];
        var rows = new Dictionary<ImmutableArray<ClauseWord>, int>(SameWords.Instance);
        foreach (var outcome in outcomes)
            rows.TryAdd(outcome, rows.Count);
        _rowOfOutcome = Array.ConvertAll(outcomes, outcome => rows[outcome]);
        _starts = new int[rows.Count + 1];
        foreach (var (changes, row) in rows)
            _starts[row + 1] = changes.Length;
        for (var row = 0; row < rows.Count; row++)
            _starts[row + 1] += _starts[row];
        _changes = [.. rows.OrderBy(item => item.Value).SelectMany(item => item.Key)];
    }

    /// <summary>The vector of values without an entry, in whole.</summary>
    public ReadOnlySpan<ulong> Default => _default;

    /// <summary>The numbers of the words of <see cref="Default"/> that are not zero, ascending.</summary>
    public int[] UsuallyLive { get; }

    /// <summary>The outcome of a look-up that ends at an entry, or at <see cref="ValueTable.NoEntry"/>.</summary>
    public static int OfEntry(int entry) => entry + 2;

    /// <summary>The words in which the vector of an outcome differs from the default, by ascending number.</summary>
    public ReadOnlySpan<ClauseWord> Changes(int outcome)
    {
        var row = _rowOfOutcome[outcome];
        return _changes.AsSpan(_starts[row].._starts[row + 1]);
    }

    /// <summary>
    /// The same for a value with several entries: what one of them sets is set, what one of them clears is cleared.
    /// Valid until the next call.
    /// </summary>
    public ReadOnlySpan<ClauseWord> Changes(ReadOnlySpan<int> entries)
    {
        Array.Clear(_set);
        Array.Clear(_cleared);
        foreach (var entry in entries)
        {
            foreach (var (word, bits) in Changes(OfEntry(entry)))
            {
                _set[word] |= bits & ~_default[word];
                _cleared[word] |= _default[word] & ~bits;
            }
        }

        var count = 0;
        for (var word = 0; word < _default.Length; word++)
        {
            if ((_set[word] | _cleared[word]) != 0)
                _joined[count++] = new ClauseWord(word, (_default[word] | _set[word]) & ~_cleared[word]);
        }

        return _joined.AsSpan(0, count);
    }

    private sealed class SameWords : IEqualityComparer<ImmutableArray<ClauseWord>>
    {
        public static readonly SameWords Instance = new();

        public bool Equals(ImmutableArray<ClauseWord> left, ImmutableArray<ClauseWord> right) =>
            left.AsSpan().SequenceEqual(right.AsSpan());

        public int GetHashCode(ImmutableArray<ClauseWord> words)
        {
            var hash = new HashCode();
            foreach (var word in words)
                hash.Add(word);
            return hash.ToHashCode();
        }
    }
}
