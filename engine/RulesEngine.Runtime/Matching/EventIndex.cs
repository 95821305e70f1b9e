using System.Numerics;
using RulesEngine.Runtime.Evaluation;
using RulesEngine.Runtime.Fields;
using RulesEngine.Runtime.Fields.Extraction;
using RulesEngine.Runtime.State;

namespace RulesEngine.Runtime.Matching;

/// <summary>
/// The index of one group of event codes: one look-up per dimension, an AND of vectors, then the standing clauses from
/// the lowest bit up. Dimensions that usually leave least standing are asked first, and none after nothing stands.
/// </summary>
internal sealed class EventIndex
{
    private readonly DimensionLookup[] _dimensions;
    private readonly ulong[] _all;
    private readonly ulong[] _standing;
    private readonly int[] _rules;
    private readonly ConditionProgram?[] _residuals;

    public EventIndex(MatchGroup group, Dictionary<ConditionNode, ConditionProgram> programs)
    {
        var words = (group.Clauses.Length + 63) / 64;
        _all = new ulong[words];
        for (var clause = 0; clause < group.Clauses.Length; clause++)
            _all[clause >> 6] |= 1UL << (clause & 63);
        _standing = new ulong[words];
        _rules = new int[group.Clauses.Length];
        _residuals = new ConditionProgram?[group.Clauses.Length];
        for (var clause = 0; clause < group.Clauses.Length; clause++)
        {
            _rules[clause] = group.Clauses[clause].Rule;
            if (group.Clauses[clause].Residual is not { } residual)
                continue;
            if (!programs.TryGetValue(residual, out var program))
                programs.Add(residual, program = ConditionProgram.Compile(residual));
            _residuals[clause] = program;
        }

        _dimensions = new DimensionLookup[group.Index.Dimensions.Length];
        for (var i = 0; i < _dimensions.Length; i++)
            _dimensions[i] = new DimensionLookup(group.Index.Dimensions[i], words);
        Array.Sort(_dimensions, (left, right) => left.UsuallyStanding.CompareTo(right.UsuallyStanding));
    }

    public int Match(EventContext context, RuleMatching matching, Span<int> rules)
    {
        Span<ulong> standing = _standing;
        _all.CopyTo(standing);
        foreach (var dimension in _dimensions)
        {
            if (!And(standing, dimension.Select(context)))
                return 0;
        }

        var found = 0;
        var last = -1;
        for (var word = 0; word < standing.Length; word++)
        {
            for (var bits = standing[word]; bits != 0; bits &= bits - 1)
            {
                var clause = (word << 6) + BitOperations.TrailingZeroCount(bits);
                var rule = _rules[clause];
                if (rule == last || _residuals[clause] is { } residual && !residual.Evaluate(context))
                    continue;
                rules[found++] = rule;
                if (matching == RuleMatching.First)
                    return found;
                last = rule;
            }
        }

        return found;
    }

    private static bool And(Span<ulong> standing, ReadOnlySpan<ulong> vector)
    {
        var word = 0;
        var any = Vector<ulong>.Zero;
        for (; word + Vector<ulong>.Count <= standing.Length; word += Vector<ulong>.Count)
        {
            var and = new Vector<ulong>(standing[word..]) & new Vector<ulong>(vector[word..]);
            and.CopyTo(standing[word..]);
            any |= and;
        }

        var left = 0UL;
        for (; word < standing.Length; word++)
            left |= standing[word] &= vector[word];
        return left != 0 || any != Vector<ulong>.Zero;
    }
}

/// <summary>One dimension of an event index: reads the field and selects the vector of its value.</summary>
internal sealed class DimensionLookup
{
    private readonly FieldProbe _probe;
    private readonly ValueTable _table;
    private readonly ulong[] _vectors;
    private readonly int _words;

    public DimensionLookup(IndexDimension dimension, int words)
    {
        _probe = new FieldProbe(
            dimension.Field ?? throw new ArgumentException("a dimension of user space has a field", nameof(dimension)),
            ProbeRole.Compared);
        _words = words;
        _table = ValueTable.Create(dimension);
        _vectors = Lay(dimension, words);
        foreach (var word in dimension.Default)
            UsuallyStanding += BitOperations.PopCount(word);
    }

    /// <summary>How many clauses a value without entry leaves standing.</summary>
    public int UsuallyStanding { get; }

    /// <summary>The vector of the event's value in this dimension.</summary>
    public ReadOnlySpan<ulong> Select(EventContext context)
    {
        var value = default(FieldValue);
        // Row 0 is for a missing value, row 1 for one without entry, the entries follow.
        var row = _probe.TryRead(context, ref value) ? _table.Find(value) + 2 : 0;
        return _vectors.AsSpan(row * _words, _words);
    }

    private static ulong[] Lay(IndexDimension dimension, int words)
    {
        var rows = new ulong[(dimension.Entries.Length + 2) * words];
        dimension.Missing.AsSpan(0, words).CopyTo(rows);
        dimension.Default.AsSpan(0, words).CopyTo(rows.AsSpan(words));
        for (var entry = 0; entry < dimension.Entries.Length; entry++)
            dimension.Entries[entry].Vector.AsSpan(0, words).CopyTo(rows.AsSpan((entry + 2) * words));
        return rows;
    }
}
