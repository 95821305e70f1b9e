using System.Globalization;
using System.Text;
using RulesEngine.Runtime.Events;
using RulesEngine.Runtime.Matching;

namespace RulesEngine.Compiler.Tests.Support;

/// <summary>
/// Shows a plan to a reviewer: per group of event types the look-ups with the clauses that each value leaves standing,
/// and what is left to evaluate of each clause.
/// </summary>
internal static class MatchPlanPrinter
{
    private const int MostNames = 6;

    public static string Print(MatchPlan plan, IReadOnlyList<string> rules)
    {
        var text = new StringBuilder();
        foreach (var group in plan.Groups)
        {
            string[] names = [.. group.Codes.Select(code => EventTable.All[code].Name).Distinct()];
            text.Append(string.Join(' ', names.Take(MostNames)));
            if (names.Length > MostNames)
                text.Append(CultureInfo.InvariantCulture, $" and {names.Length - MostNames} more");
            text.Append('\n');
            foreach (var dimension in group.Index.Dimensions)
                Append(text, dimension, group.Clauses.Length);
            foreach (var (number, clause) in group.Clauses.Index())
                text.Append(CultureInfo.InvariantCulture,
                    $"  {number} {rules[clause.Rule]}: {(clause.Residual is null ? "exact" : Conditions.Print(clause.Residual))}\n");
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, IndexDimension dimension, int clauses)
    {
        text.Append(CultureInfo.InvariantCulture, $"  {dimension.Field!.Text} ({dimension.Shape})\n");
        foreach (var entry in dimension.Entries)
            text.Append(CultureInfo.InvariantCulture, $"    {Key(dimension.Shape, entry)}: {Standing(dimension.VectorOf(entry), clauses)}\n");
        text.Append(CultureInfo.InvariantCulture, $"    else: {Standing(dimension.Default, clauses)}\n");
        text.Append(CultureInfo.InvariantCulture, $"    none: {Standing(dimension.Missing, clauses)}\n");
    }

    private static string Key(DimensionShape shape, IndexEntry entry)
    {
        var isText = shape is not (DimensionShape.Number or DimensionShape.SignedNumber or DimensionShape.Address);
        if (!isText)
            return string.Create(CultureInfo.InvariantCulture, $"{Convert.ToHexString(entry.Key)}/{entry.PrefixBits}");
        var isWhole = entry.Key is [.., 0];
        byte[] letters = isWhole ? entry.Key[..^1] : entry.Key;
        if (shape == DimensionShape.TextEnd)
            Array.Reverse(letters);
        var text = Encoding.UTF8.GetString(letters);
        return shape switch
        {
            DimensionShape.Part or DimensionShape.PartIgnoringCase => $"*{text}*",
            DimensionShape.TextEnd => $"*{text}",
            _ => isWhole ? text : $"{text}*",
        };
    }

    private static string Standing(ulong[] vector, int clauses)
    {
        var standing = Enumerable.Range(0, clauses).Where(clause => (vector[clause >> 6] >> (clause & 63) & 1) != 0);
        return standing.Any() ? string.Join(' ', standing) : "-";
    }
}
