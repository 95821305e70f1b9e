using System.Collections.Immutable;
using RulesEngine.Compiler.Lowering;
using RulesEngine.Runtime.Matching;

namespace RulesEngine.Compiler.Indexing;

/// <summary>
/// Turns clauses, in rule order, into the one description of their index. It receives constraints that each speak of
/// one dimension and guarantees vectors that answer with one look-up: for each prefix of any clause the vector says,
/// for every clause, whether values whose longest prefix this is are allowed. Its work and what it makes grow with the
/// entries of the clauses, not with entries times clauses. It knows neither maps nor hash tables; the two writers
/// (<see cref="KernelPolicyWriter"/> and the runtime's match index) do.
/// </summary>
public static class IndexBuilder
{
    /// <summary>The index for the kernel: its dimensions by number, its vectors as long as all vectors there.</summary>
    public static IndexPlan Build(ImmutableArray<Clause> clauses, int words)
    {
        var byLookUp = ByLookUp(clauses);
        var all = AllOf(clauses.Length, words);
        return new IndexPlan(clauses.Length,
        [
            .. byLookUp.Values.OrderBy(parts => parts[0].Constraint.Dimension.Kernel)
                .Select(parts => BuildDimension(parts, all)),
        ]);
    }

    /// <summary>The index for user space: of these look-ups those that some clause minds, in this order.</summary>
    public static IndexPlan Build(ImmutableArray<Clause> clauses, ImmutableArray<string> lookUps)
    {
        var byLookUp = ByLookUp(clauses);
        var all = AllOf(clauses.Length, (clauses.Length + 63) / 64);
        return new IndexPlan(clauses.Length,
            [.. lookUps.Where(byLookUp.ContainsKey).Select(lookUp => BuildDimension(byLookUp[lookUp], all))]);
    }

    private static Dictionary<string, List<Part>> ByLookUp(ImmutableArray<Clause> clauses)
    {
        var byLookUp = new Dictionary<string, List<Part>>(StringComparer.Ordinal);
        for (var clause = 0; clause < clauses.Length; clause++)
        {
            foreach (var constraint in clauses[clause].Constraints)
            {
                if (!byLookUp.TryGetValue(constraint.Dimension.LookUp, out var parts))
                    byLookUp.Add(constraint.Dimension.LookUp, parts = []);
                parts.Add(new Part(clause, constraint));
            }
        }

        return byLookUp;
    }

    private static ulong[] AllOf(int clauses, int words)
    {
        var all = new ulong[words];
        for (var clause = 0; clause < clauses; clause++)
            Set(all, clause, true);
        return all;
    }

    private static IndexDimension BuildDimension(List<Part> parts, ulong[] all)
    {
        var dimension = parts[0].Constraint.Dimension;
        var byDefault = (ulong[])all.Clone();
        var missing = (ulong[])all.Clone();
        var says = new List<(Prefix Prefix, int Clause, bool Allowed)>();
        foreach (var (clause, constraint) in parts)
        {
            Set(byDefault, clause, constraint.Default);
            Set(missing, clause, constraint.Missing);
            foreach (var entry in constraint.Entries)
                says.Add((entry.Prefix, clause, entry.Allowed));
        }

        // By prefix, a containing one before what it contains, and the clauses of a prefix in order.
        says.Sort((left, right) => left.Prefix.CompareTo(right.Prefix) is not 0 and var order
            ? order : left.Clause.CompareTo(right.Clause));
        var entries = ImmutableArray.CreateBuilder<IndexEntry>();
        var around = new Stack<(Prefix Prefix, ImmutableArray<ClauseWord> Changes)>();
        for (var first = 0; first < says.Count;)
        {
            var prefix = says[first].Prefix;
            var end = first + 1;
            while (end < says.Count && says[end].Prefix == prefix)
                end++;
            while (around.Count > 0 && !around.Peek().Prefix.Contains(prefix))
                around.Pop();
            // For a clause that does not name this prefix, the entry around it has the answer.
            var outer = around.Count > 0 ? around.Peek().Changes : [];
            var changes = Change(outer, byDefault, says, first, end);
            entries.Add(new IndexEntry(prefix.Key, prefix.Bits, changes));
            around.Push((prefix, changes));
            first = end;
        }

        return new IndexDimension(dimension.Shape, entries.ToImmutable(), byDefault, missing)
        {
            Kernel = dimension.Kernel,
            Field = dimension.Field,
        };
    }

    /// <summary>A vector with the bits of some clauses set anew; all vectors as their differences from the default.</summary>
    private static ImmutableArray<ClauseWord> Change(
        ImmutableArray<ClauseWord> vector, ulong[] byDefault, List<(Prefix Prefix, int Clause, bool Allowed)> says,
        int first, int end)
    {
        var changed = ImmutableArray.CreateBuilder<ClauseWord>(vector.Length + 1);
        var next = 0;
        while (next < vector.Length || first < end)
        {
            var word = next < vector.Length ? vector[next].Word : int.MaxValue;
            if (first < end)
                word = Math.Min(word, says[first].Clause >> 6);
            var bits = next < vector.Length && vector[next].Word == word ? vector[next++].Bits : byDefault[word];
            for (; first < end && says[first].Clause >> 6 == word; first++)
                bits = With(bits, says[first].Clause, says[first].Allowed);
            if (bits != byDefault[word])
                changed.Add(new ClauseWord(word, bits));
        }

        return changed.DrainToImmutable();
    }

    private static void Set(ulong[] vector, int clause, bool value) =>
        vector[clause >> 6] = With(vector[clause >> 6], clause, value);

    private static ulong With(ulong word, int clause, bool value)
    {
        var bit = 1UL << (clause & 63);
        return value ? word | bit : word & ~bit;
    }

    /// <summary>A clause's say in a dimension.</summary>
    private readonly record struct Part(int Clause, DimensionConstraint Constraint);
}
