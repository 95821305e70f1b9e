using System.Globalization;
using System.Text;

namespace RulesEngine.Runtime.Evaluation;

/// <summary>
/// A set of code points on its way from a bracket expression to a .NET pattern. .NET matches UTF-16 units, so code
/// points above U+FFFF become pairs of classes. Used while loading only.
/// </summary>
internal sealed class RuneRanges
{
    private const int Max = 0x10FFFF;

    private readonly List<(int Low, int High)> _ranges = [];

    public void Add(int low, int high) => _ranges.Add((low, high));

    public void CopyTo(RuneRanges other) => other._ranges.AddRange(_ranges);

    /// <summary>Everything that is not in the set.</summary>
    public RuneRanges Negate()
    {
        var result = new RuneRanges();
        var next = 0;
        foreach (var (low, high) in _ranges.OrderBy(range => range.Low))
        {
            if (low > next) result.Add(next, low - 1);
            next = Math.Max(next, high + 1);
        }

        if (next <= Max) result.Add(next, Max);
        return result;
    }

    public string ToPattern()
    {
        var units = new StringBuilder();
        var alternatives = new List<string>();
        foreach (var (low, high) in _ranges)
        {
            AppendUnits(units, low, Math.Min(high, 0xD7FF));
            AppendUnits(units, Math.Max(low, 0xE000), Math.Min(high, 0xFFFF));
            AddPairs(alternatives, Math.Max(low, 0x10000), high);
        }

        if (units.Length > 0) alternatives.Insert(0, $"[{units}]");
        return alternatives.Count == 0 ? @"[^\s\S]" : $"(?:{string.Join('|', alternatives)})";
    }

    private static void AppendUnits(StringBuilder units, int low, int high)
    {
        if (low > high) return;
        units.Append(Unit(low));
        if (high > low) units.Append('-').Append(Unit(high));
    }

    // A range of supplementary code points is at most three products of two unit ranges.
    private static void AddPairs(List<string> alternatives, int low, int high)
    {
        while (low <= high)
        {
            var end = Math.Min(high, low | 0x3FF);
            var isWholeRow = (low & 0x3FF) == 0 && end == (low | 0x3FF);
            if (isWholeRow) end = Math.Max(end, ((high + 1) & ~0x3FF) - 1);
            alternatives.Add($"[{HighUnit(low)}-{HighUnit(end)}][{LowUnit(low)}-{LowUnit(end)}]");
            low = end + 1;
        }
    }

    private static string HighUnit(int rune) => Unit(0xD800 + ((rune - 0x10000) >> 10));

    private static string LowUnit(int rune) => Unit(0xDC00 + ((rune - 0x10000) & 0x3FF));

    internal static string Unit(int unit) => @"\u" + unit.ToString("X4", CultureInfo.InvariantCulture);
}
