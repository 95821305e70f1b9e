using System.Collections.Immutable;

namespace RulesEngine.Runtime.Matching;

/// <summary>
/// The clause vectors of one dimension, laid out to be ANDed: a default, and rows that keep only the words in which
/// they differ from it. Equal rows are kept once, so a list of a hundred names costs one. Immutable.
/// </summary>
internal sealed class ClauseRows
{
    /// <summary>The outcome of a look-up when there is no value.</summary>
    public const int Missing = 0;

    private readonly ulong[] _default;
    private readonly int[] _rowOfOutcome;
    private readonly int[] _starts;
    private readonly ClauseWord[] _changes;

    public ClauseRows(IndexDimension dimension)
    {
        _default = dimension.Default;
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
