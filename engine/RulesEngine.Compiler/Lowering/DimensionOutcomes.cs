using System.Collections.Immutable;

namespace RulesEngine.Compiler.Lowering;

/// <summary>
/// The ways a look-up in one dimension can end, as far as a formula can tell them apart: the value is missing (0), it
/// has no entry (1), or its longest entry is one of the formula's prefixes (2 and up). Every predicate on the dimension
/// has one answer per outcome.
/// </summary>
public sealed class DimensionOutcomes
{
    public const int Missing = 0;
    public const int NoEntry = 1;
    public const int FirstEntry = 2;

    private readonly Dictionary<DimensionPredicate, bool[]> _answers = new(ReferenceEqualityComparer.Instance);

    private DimensionOutcomes(Dimension dimension, ImmutableArray<Prefix> entries)
    {
        Dimension = dimension;
        Entries = entries;
    }

    public Dimension Dimension { get; }

    /// <summary>The prefixes in order; outcome 2 is the first.</summary>
    public ImmutableArray<Prefix> Entries { get; }

    public int Count => FirstEntry + Entries.Length;

    /// <summary>The outcomes of each of the pool's dimensions in a formula, by the dimension's index.</summary>
    public static ImmutableArray<DimensionOutcomes> Of(FormulaPool pool, Formula formula)
    {
        var prefixes = pool.Dimensions.Select(_ => new SortedSet<Prefix>()).ToArray();
        var seen = new HashSet<Formula>();
        Collect(formula);
        return [.. pool.Dimensions.Select((dimension, i) => new DimensionOutcomes(dimension, [.. prefixes[i]]))];

        void Collect(Formula part)
        {
            if (!seen.Add(part))
                return;
            if (part.Predicate is { } predicate)
            {
                var index = pool.IndexOf(predicate.Dimension);
                foreach (var set in predicate.Sets)
                {
                    foreach (var prefix in set)
                    {
                        if (prefix.Bits > 0)
                            prefixes[index].Add(prefix);
                    }
                }
            }

            foreach (var operand in part.Operands)
                Collect(operand);
        }
    }

    /// <summary>A predicate's answer for an outcome.</summary>
    public bool Holds(DimensionPredicate predicate, int outcome)
    {
        if (!_answers.TryGetValue(predicate, out var answers))
            _answers.Add(predicate, answers = AnswersOf(predicate));
        return answers[outcome];
    }

    private bool[] AnswersOf(DimensionPredicate predicate)
    {
        var holding = new int[Count];
        foreach (var set in predicate.Sets)
        {
            var within = new bool[Count];
            foreach (var prefix in set)
            {
                if (prefix.Bits == 0)
                    Array.Fill(within, true);
                else
                    MarkWithin(prefix, within);
            }

            for (var outcome = 0; outcome < holding.Length; outcome++)
                holding[outcome] += within[outcome] ? 1 : 0;
        }

        var answers = Array.ConvertAll(holding, predicate.Holds);
        answers[Missing] = false;
        return answers;
    }

    /// <summary>What a prefix contains stands right behind it in order.</summary>
    private void MarkWithin(Prefix prefix, bool[] within)
    {
        for (var entry = Entries.BinarySearch(prefix); entry < Entries.Length
            && prefix.Contains(Entries[entry]); entry++)
            within[FirstEntry + entry] = true;
    }
}
