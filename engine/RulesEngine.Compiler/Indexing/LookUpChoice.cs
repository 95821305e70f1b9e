using System.Collections.Immutable;

namespace RulesEngine.Compiler.Indexing;

/// <summary>
/// Chooses the look-ups of a group of event codes: few enough to be cheap on every event, and enough that on an
/// ordinary event no rule is left standing. Comparisons of the others go to the residuals, which are then rarely
/// evaluated. Behind them come all other look-ups that rule many rules out: they are made only while something stands,
/// and keep a value that many rules name from costing all of them. Changes speed only, never an answer.
/// </summary>
internal static class LookUpChoice
{
    /// <summary>A look-up that rules out this many rules, and one in <see cref="BroadShare"/>, is always taken.</summary>
    private const int Broad = 8;

    private const int BroadShare = 10;

    /// <summary>The comparisons of a rule that an ordinary event is taken to be asked, at most.</summary>
    private const int MostComparisons = 8;

    /// <summary>The names of the chosen look-ups, the one to be made first in front.</summary>
    public static ImmutableArray<string> Of(IReadOnlyList<RulePart> parts)
    {
        var options = parts.SelectMany(part => part.LookUps.Where(part.IsRuledOutBy).Select(lookUp => (lookUp, part)))
            .GroupBy(item => item.lookUp.Name, StringComparer.Ordinal)
            .Select(uses => new Option(
                uses.Key, uses.First().lookUp.Cost, [.. uses.Select(use => use.part)]))
            .OrderByDescending(option => option.Saves(_ => true)).ThenBy(option => option.Name, StringComparer.Ordinal)
            .ToList();
        var chosen = new List<string>();
        var left = parts.ToHashSet();
        while (options.Where(option => !chosen.Contains(option.Name)).MaxBy(option => option.Saves(left.Contains))
            is { } best && best.Saves(left.Contains) >= 1)
        {
            chosen.Add(best.Name);
            left.ExceptWith(best.RulesOut);
        }

        foreach (var part in parts.Where(left.Contains))
            chosen.AddRange(Together(part, chosen));
        chosen.AddRange(options.Where(option => IsBroad(option, parts.Count) && !chosen.Contains(option.Name))
            .Select(option => option.Name).ToArray());
        return [.. chosen];
    }

    private static bool IsBroad(Option option, int rules) =>
        option.RulesOut.Count >= Broad && option.RulesOut.Count * BroadShare >= rules;

    /// <summary>The look-ups that, with those already chosen, rule out a rule which none does alone.</summary>
    private static IEnumerable<string> Together(RulePart part, List<string> chosen)
    {
        var taken = part.LookUps.Where(lookUp => chosen.Contains(lookUp.Name)).ToList();
        if (part.IsRuledOutBy(taken))
            return [];
        var added = new List<LookUp>();
        foreach (var lookUp in part.LookUps.Except(taken).OrderBy(lookUp => lookUp.Cost))
        {
            added.Add(lookUp);
            if (!part.IsRuledOutBy([.. taken, .. added]))
                continue;
            foreach (var candidate in added.ToArray())
            {
                LookUp[] others = [.. added.Where(other => other != candidate)];
                if (part.IsRuledOutBy([.. taken, .. others]))
                    added.Remove(candidate);
            }

            return added.Sum(kept => kept.Cost) <= Math.Min(part.Comparisons, MostComparisons)
                ? added.Select(kept => kept.Name) : [];
        }

        return [];
    }

    /// <summary>A look-up, and the rules that it rules out on an ordinary event.</summary>
    private sealed record Option(string Name, int Cost, IReadOnlyList<RulePart> RulesOut)
    {
        /// <summary>Comparisons saved for each that the look-up costs.</summary>
        public double Saves(Func<RulePart, bool> counts) =>
            RulesOut.Where(counts).Sum(part => Math.Min(part.Comparisons, MostComparisons)) / (double)Cost;
    }
}
