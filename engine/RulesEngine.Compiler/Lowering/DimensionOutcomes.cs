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
        var prefixes = new HashSet<Prefix>?[pool.Dimensions.Count];
        foreach (var predicate in Predicates(formula, formula.Dimensions))
        {
            var found = prefixes[pool.IndexOf(predicate.Dimension)] ??= [];
            foreach (var set in predicate.Sets)
            {
                foreach (var prefix in set)
                {
                    if (prefix.Bits > 0)
                        found.Add(prefix);
                }
            }
        }

        return [.. pool.Dimensions.Select((dimension, i) =>
            new DimensionOutcomes(dimension, [.. prefixes[i]?.Order() ?? Enumerable.Empty<Prefix>()]))];
    }

    /// <summary>The predicates of a formula on these dimensions, each once.</summary>
    public static List<DimensionPredicate> Predicates(Formula formula, ulong dimensions)
    {
        var found = new List<DimensionPredicate>();
        var seen = new HashSet<Formula>();
        Collect(formula);
        return found;

        void Collect(Formula part)
        {
            if ((part.Dimensions & dimensions) == 0 || !seen.Add(part))
                return;
            if (part.Predicate is { } predicate)
                found.Add(predicate);
            foreach (var operand in part.Operands)
                Collect(operand);
        }
    }

    /// <summary>
    /// A number for each outcome: outcomes have the same one when no predicate tells them apart. Numbers ascend from 0
    /// in the order in which outcomes first bring them up.
    /// </summary>
    public int[] Alike(List<DimensionPredicate> predicates)
    {
        var kinds = new int[Count];
        foreach (var predicate in predicates)
        {
            var answers = AnswersTo(predicate);
            var numbers = new Dictionary<(int Kind, bool Answer), int>();
            for (var outcome = 0; outcome < kinds.Length; outcome++)
            {
                var key = (kinds[outcome], answers[outcome]);
                if (!numbers.TryGetValue(key, out var number))
                    numbers.Add(key, number = numbers.Count);
                kinds[outcome] = number;
            }
        }

        return kinds;
    }

    /// <summary>A predicate's answer for an outcome.</summary>
    public bool Holds(DimensionPredicate predicate, int outcome) => AnswersTo(predicate)[outcome];

    private bool[] AnswersTo(DimensionPredicate predicate)
    {
        if (!_answers.TryGetValue(predicate, out var answers))
            _answers.Add(predicate, answers = AnswersOf(predicate));
        return answers;
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
