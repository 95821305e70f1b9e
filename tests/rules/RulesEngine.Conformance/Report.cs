namespace RulesEngine.Conformance;

/// <summary>
/// Collects the outcome of one part. A case that differs is counted as failed unless an exclusion names it; an excluded
/// case that passes, and an exclusion that names no case, are failures of the run. Thread-safe.
/// </summary>
internal sealed class Report(string part, Exclusions exclusions, int maxShown)
{
    private readonly Lock _lock = new();
    private readonly List<(string Id, string Expected, string Actual)> _differences = [];
    private readonly HashSet<string> _excluded = [];
    private readonly HashSet<string> _passedThoughExcluded = [];

    public int Passed { get; private set; }

    public int Total { get; private set; }

    public int Failed => Total - Passed;

    public IReadOnlyCollection<string> Excluded => _excluded;

    public IReadOnlyCollection<string> PassedThoughExcluded => _passedThoughExcluded;

    /// <summary>Compares texts; <paramref name="id"/> names the case in exclusions: <c>errors/34</c>.</summary>
    public void Compare(string id, string expected, string actual) =>
        Add(id, string.Equals(expected, actual, StringComparison.Ordinal), expected, actual);

    public void Add(string id, bool passed, string expected, string actual)
    {
        lock (_lock)
        {
            if (exclusions.Matches(part, id))
            {
                (passed ? _passedThoughExcluded : _excluded).Add(id);
                return;
            }

            Total++;
            if (passed)
            {
                Passed++;
            }
            else if (_differences.Count < maxShown)
            {
                _differences.Add((id, expected, actual));
            }
        }
    }

    /// <summary>The counts and the first differences, expected above actual.</summary>
    public void Print(TextWriter output)
    {
        foreach (var (id, expected, actual) in _differences)
        {
            output.WriteLine($"  {part} {id}");
            output.WriteLine($"    expected  {Cut(expected, actual)}");
            output.WriteLine($"    actual    {Cut(actual, expected)}");
        }

        var excluded = _excluded.Count == 0 ? "" : $" ({_excluded.Count} excluded)";
        output.WriteLine($"{part}: {Passed}/{Total}{excluded}");
    }

    /// <summary>A long text from a little before the first place where it differs.</summary>
    private static string Cut(string text, string other)
    {
        const int width = 400;
        var same = 0;
        while (same < text.Length && same < other.Length && text[same] == other[same])
        {
            same++;
        }

        var start = text.Length <= width ? 0 : Math.Max(0, same - 80);
        var cut = text[start..Math.Min(text.Length, start + width)];
        return ((start > 0 ? "…" : "") + cut).ReplaceLineEndings("⏎");
    }
}
