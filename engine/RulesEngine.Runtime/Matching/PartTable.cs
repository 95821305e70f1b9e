using System.Buffers;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text;

namespace RulesEngine.Runtime.Matching;

/// <summary>
/// All parts that rules look for in one field, found in one pass over the text: an Aho-Corasick automaton with its
/// failure steps worked out beforehand, over classes of bytes so that its rows stay short. The cost of a text is its
/// length, not the number of parts. Finding allocates nothing; used by one thread at a time.
/// </summary>
internal sealed class PartTable
{
    private const int None = -1;

    /// <summary>So many parts are faster looked for one by one, many bytes at a time.</summary>
    private const int Few = 2;

    /// <summary>Up to so many parts the library searches for all of them at once, many bytes at a time.</summary>
    private const int SearchedMost = 64;

    /// <summary>The class of each byte; bytes that are in no part are of class 0.</summary>
    private readonly ushort[] _classOf = new ushort[256];
    private readonly int _classes = 1;

    /// <summary>The state behind a state and a class, at their product.</summary>
    private readonly List<int> _next = [];

    /// <summary>The entry that ends in a state, and the longest shorter state in which another one ends.</summary>
    private readonly List<(int Entry, int Shorter)> _ends = [];

    /// <summary>The parts themselves where they are few and written in one way; else none.</summary>
    private readonly byte[][] _few = [];

    /// <summary>
    /// Says that no part is in a text, which is usual, faster than the automaton; null where it would not.
    /// </summary>
    private readonly SearchValues<string>? _any;
    private readonly char[] _characters = new char[512];

    private readonly int[] _found;
    private readonly bool[] _isFound;

    public PartTable(ImmutableArray<IndexEntry> entries, bool ignoresCase)
    {
        _found = new int[entries.Length];
        _isFound = new bool[entries.Length];
        if (entries.Length <= Few && !ignoresCase)
        {
            _few = [.. entries.Select(entry => Text(entry).ToArray())];
            return;
        }

        foreach (var entry in entries)
        {
            foreach (var letter in Text(entry))
            {
                if (_classOf[letter] == 0)
                    _classOf[letter] = (ushort)_classes++;
            }
        }

        if (entries.Length <= SearchedMost)
        {
            _any = SearchValues.Create(
                [.. entries.Select(entry => Encoding.Latin1.GetString(Text(entry)))],
                ignoresCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);
        }

        AddState();
        for (var entry = 0; entry < entries.Length; entry++)
            Add(Text(entries[entry]), entry);
        FollowFailures();
        if (ignoresCase)
            _classOf.AsSpan('a', 26).CopyTo(_classOf.AsSpan('A'));
    }

    /// <summary>The numbers of the entries that are parts of the text, each once; valid until the next call.</summary>
    public ReadOnlySpan<int> Find(ReadOnlySpan<byte> text)
    {
        if (_ends.Count > 0)
            return MayHaveAny(text) ? Follow(text) : default;
        var count = 0;
        for (var entry = 0; entry < _few.Length; entry++)
        {
            if (text.IndexOf(_few[entry]) >= 0)
                _found[count++] = entry;
        }

        return _found.AsSpan(0, count);
    }

    /// <summary>
    /// False only where no part is in the text. A byte stands for the character of its number, so more may seem equal
    /// when the case is ignored, never less.
    /// </summary>
    private bool MayHaveAny(ReadOnlySpan<byte> text)
    {
        if (_any is null || text.Length > _characters.Length)
            return true;
        var count = Encoding.Latin1.GetChars(text, _characters);
        return _characters.AsSpan(0, count).ContainsAny(_any);
    }

    private ReadOnlySpan<int> Follow(ReadOnlySpan<byte> text)
    {
        var next = CollectionsMarshal.AsSpan(_next);
        var ends = CollectionsMarshal.AsSpan(_ends);
        var count = 0;
        var state = 0;
        foreach (var letter in text)
        {
            state = next[(state * _classes) + _classOf[letter]];
            for (var end = state; end != None && ends[end] is var (entry, shorter); end = shorter)
            {
                if (entry == None || _isFound[entry])
                    continue;
                _isFound[entry] = true;
                _found[count++] = entry;
            }
        }

        var found = _found.AsSpan(0, count);
        foreach (var entry in found)
            _isFound[entry] = false;
        return found;
    }

    /// <summary>The key without its terminator.</summary>
    private static ReadOnlySpan<byte> Text(IndexEntry entry) => entry.Key.AsSpan(0, entry.Key.Length - 1);

    private void Add(ReadOnlySpan<byte> part, int entry)
    {
        var state = 0;
        foreach (var letter in part)
        {
            var at = (state * _classes) + _classOf[letter];
            if (_next[at] == None)
                _next[at] = AddState();
            state = _next[at];
        }

        _ends[state] = (entry, None);
    }

    private int AddState()
    {
        for (var i = 0; i < _classes; i++)
            _next.Add(None);
        _ends.Add((None, None));
        return _ends.Count - 1;
    }

    /// <summary>
    /// From the shortest states on: where a state has no step, it has that of its longest end that is a state.
    /// </summary>
    private void FollowFailures()
    {
        var failure = new int[_ends.Count];
        var order = new Queue<int>();
        order.Enqueue(0);
        while (order.TryDequeue(out var state))
        {
            var shorter = failure[state];
            if (state != 0)
                _ends[state] = (_ends[state].Entry, _ends[shorter].Entry != None ? shorter : _ends[shorter].Shorter);
            for (var i = 0; i < _classes; i++)
            {
                var at = (state * _classes) + i;
                var fallback = state == 0 ? 0 : _next[(shorter * _classes) + i];
                if (_next[at] == None)
                {
                    _next[at] = fallback;
                    continue;
                }

                failure[_next[at]] = fallback;
                order.Enqueue(_next[at]);
            }
        }
    }
}
