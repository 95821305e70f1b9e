using System.Numerics;

namespace RulesEngine.Runtime.Matching;

/// <summary>
/// The clauses that stand after the look-ups so far: a bit each, and the numbers of the words that are not zero. An AND
/// touches only those words, so what thousands of clauses cost is what the few that may still match cost. One per
/// group of event codes, used again for every event; not thread-safe.
/// </summary>
internal sealed class StandingClauses
{
    private readonly ulong[] _bits;
    private readonly int[] _live;
    private int _count;

    public StandingClauses(int clauses)
    {
        _bits = new ulong[(clauses + 63) / 64];
        _live = new int[_bits.Length];
    }

    /// <summary>Starts with the clauses that a first look-up allows, given as its changes; false when there is none.</summary>
    public bool Begin(ClauseRows rows, ReadOnlySpan<ClauseWord> changes)
    {
        _count = 0;
        var next = 0;
        foreach (var word in rows.UsuallyLive)
        {
            while (next < changes.Length && changes[next].Word < word)
                Add(changes[next++]);
            Add(next < changes.Length && changes[next].Word == word
                ? changes[next++] : new ClauseWord(word, rows.Default[word]));
        }

        while (next < changes.Length)
            Add(changes[next++]);
        return _count > 0;
    }

    /// <summary>Keeps the clauses that another look-up allows too; false when none is left.</summary>
    public bool And(ClauseRows rows, ReadOnlySpan<ClauseWord> changes)
    {
        var byDefault = rows.Default;
        var next = 0;
        var kept = 0;
        for (var i = 0; i < _count; i++)
        {
            var word = _live[i];
            while (next < changes.Length && changes[next].Word < word)
                next++;
            var vector = next < changes.Length && changes[next].Word == word ? changes[next].Bits : byDefault[word];
            var bits = _bits[word] &= vector;
            _live[kept] = word;
            kept += bits != 0 ? 1 : 0;
        }

        _count = kept;
        return kept > 0;
    }

    /// <summary>All clauses up to a number: where no look-up is made.</summary>
    public void BeginWithAll(int clauses)
    {
        _count = 0;
        for (var word = 0; word < _bits.Length; word++)
        {
            var rest = clauses - (word << 6);
            Add(new ClauseWord(word, rest >= 64 ? ulong.MaxValue : (1UL << rest) - 1));
        }
    }

    public Enumerator GetEnumerator() => new(this);

    private void Add(ClauseWord word)
    {
        if (word.Bits == 0)
            return;
        _bits[word.Word] = word.Bits;
        _live[_count++] = word.Word;
    }

    /// <summary>The numbers of the standing clauses, ascending.</summary>
    public struct Enumerator(StandingClauses standing)
    {
        private int _next;
        private ulong _rest;
        private int _word;

        public int Current { get; private set; }

        public bool MoveNext()
        {
            while (_rest == 0)
            {
                if (_next == standing._count)
                    return false;
                _word = standing._live[_next++];
                _rest = standing._bits[_word];
            }

            Current = (_word << 6) + BitOperations.TrailingZeroCount(_rest);
            _rest &= _rest - 1;
            return true;
        }
    }
}
