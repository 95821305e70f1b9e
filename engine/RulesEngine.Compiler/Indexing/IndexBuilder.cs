using System.Collections.Immutable;
using RulesEngine.Compiler.Lowering;
using RulesEngine.Runtime.Matching;

namespace RulesEngine.Compiler.Indexing;

/// <summary>
/// Turns clauses, in rule order, into the one description of their index. It receives constraints that each speak of
/// one dimension and guarantees vectors that answer with one look-up: for each prefix of any clause the vector says,
/// for every clause, whether values whose longest prefix this is are allowed. It knows neither maps nor hash tables;
/// the two writers (<see cref="KernelPolicyWriter"/> and the runtime's match index) do.
/// </summary>
public static class IndexBuilder
{
    /// <summary>The index of these clauses with vectors of at least <paramref name="fewestWords"/> words.</summary>
    public static IndexPlan Build(ImmutableArray<Clause> clauses, int fewestWords = 1)
    {
        var words = Math.Max(fewestWords, (clauses.Length + 63) / 64);
        var dimensions = clauses.SelectMany(clause => clause.Constraints).Select(constraint => constraint.Dimension)
            .Distinct().OrderBy(dimension => dimension.Kernel)
                .ThenBy(dimension => dimension.Name, StringComparer.Ordinal);
        return new IndexPlan(clauses.Length,
            [.. dimensions.Select(dimension => BuildDimension(clauses, dimension, words))]);
    }

    private static IndexDimension BuildDimension(ImmutableArray<Clause> clauses, Dimension dimension, int words)
    {
        var entries = clauses.SelectMany(clause => clause.Constraints)
            .Where(constraint => constraint.Dimension == dimension)
            .SelectMany(constraint => constraint.Entries).Select(entry => entry.Prefix).Distinct().Order().ToArray();
        var around = Surrounding(entries);
        var vectors = new ulong[entries.Length][];
        for (var i = 0; i < vectors.Length; i++)
            vectors[i] = new ulong[words];
        var byDefault = new ulong[words];
        var missing = new ulong[words];
        var allowed = new bool[entries.Length];
        for (var clause = 0; clause < clauses.Length; clause++)
        {
            var constraint = clauses[clause].Constraints.FirstOrDefault(candidate => candidate.Dimension == dimension);
            Set(byDefault, clause, constraint?.Default ?? true);
            Set(missing, clause, constraint?.Missing ?? true);
            var own = constraint?.Entries.ToDictionary(entry => entry.Prefix, entry => entry.Allowed);
            for (var i = 0; i < entries.Length; i++)
            {
                // The longest of the clause's own prefixes around this entry decides; entries come outermost first.
                allowed[i] = own is null || (own.TryGetValue(entries[i], out var says) ? says
                    : around[i] < 0 ? constraint!.Default : allowed[around[i]]);
                Set(vectors[i], clause, allowed[i]);
            }
        }

        var kept = ImmutableArray.CreateBuilder<IndexEntry>(entries.Length);
        for (var i = 0; i < entries.Length; i++)
            kept.Add(new IndexEntry(entries[i].Key, entries[i].Bits, vectors[i]));
        return new IndexDimension(dimension.Shape, kept.ToImmutable(), byDefault, missing)
        {
            Kernel = dimension.Kernel,
            Field = dimension.Field,
        };
    }

    /// <summary>For each of the sorted prefixes the index of the longest other one that contains it, or −1.</summary>
    private static int[] Surrounding(Prefix[] entries)
    {
        var around = new int[entries.Length];
        var open = new Stack<int>();
        for (var i = 0; i < entries.Length; i++)
        {
            while (open.Count > 0 && !entries[open.Peek()].Contains(entries[i]))
                open.Pop();
            around[i] = open.Count > 0 ? open.Peek() : -1;
            open.Push(i);
        }

        return around;
    }

    private static void Set(ulong[] vector, int clause, bool value)
    {
        if (value)
            vector[clause >> 6] |= 1UL << (clause & 63);
    }
}
