namespace RulesEngine.Compiler.Loading;

/// <summary>
/// Guesses what was meant: the known word with the least insertions, deletions, changes and swaps, and of several such
/// the one that begins most alike.
/// </summary>
public static class Nearest
{
    /// <summary>The nearest of the known words; null when none is near.</summary>
    /// <param name="word">What is written.</param>
    /// <param name="known">What may be meant.</param>
    /// <param name="most">The differences that still count as near; by default one in three letters.</param>
    public static string? Find(string word, IEnumerable<string> known, int? most = null)
    {
        if (word.Length == 0)
            return null;
        var limit = most ?? Math.Max(1, word.Length / 3);
        string? best = null;
        foreach (var candidate in known)
        {
            if (Math.Abs(candidate.Length - word.Length) > limit)
                continue;
            var distance = Distance(word, candidate);
            var tied = best is not null && distance == limit;
            if (distance > limit || (tied && word.AsSpan().CommonPrefixLength(candidate)
                <= word.AsSpan().CommonPrefixLength(best)))
                continue;
            (best, limit) = (candidate, distance);
        }
        return best;
    }

    private static int Distance(string left, string right)
    {
        var before = new int[right.Length + 1];
        var above = Enumerable.Range(0, right.Length + 1).ToArray();
        var row = new int[right.Length + 1];
        for (var i = 1; i <= left.Length; i++)
        {
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var change = above[j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
                row[j] = Math.Min(change, Math.Min(above[j], row[j - 1]) + 1);
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                    row[j] = Math.Min(row[j], before[j - 2] + 1);
            }
            (before, above, row) = (above, row, before);
        }
        return above[right.Length];
    }
}
