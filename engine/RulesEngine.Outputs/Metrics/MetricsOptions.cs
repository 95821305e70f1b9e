using System.Globalization;

namespace RulesEngine.Outputs.Metrics;

/// <summary>The section <c>metrics</c>: when snapshots are taken, where they go, what is in them.</summary>
public sealed record MetricsOptions
{
    public TimeSpan Interval { get; init; } = TimeSpan.FromHours(1);

    /// <summary><c>output_rule</c>: raise the internal alert.</summary>
    public bool OutputRule { get; init; }

    /// <summary><c>output_file</c>: append lines of JSON to this file, or empty.</summary>
    public string OutputFile { get; init; } = "";

    public bool RulesCountersEnabled { get; init; } = true;

    public bool ResourceUtilizationEnabled { get; init; } = true;

    public bool StateCountersEnabled { get; init; } = true;

    public bool KernelEventCountersEnabled { get; init; } = true;

    /// <summary><c>convert_memory_to_mb</c></summary>
    public bool ConvertMemoryToMb { get; init; } = true;

    /// <summary><c>include_empty_values</c>: keep counters that are zero.</summary>
    public bool IncludeEmptyValues { get; init; }

    /// <summary>
    /// Reads an interval as Prometheus writes durations (<c>1h30m</c>, <c>500ms</c>; units <c>ms s m h d w y</c>, each at
    /// most once, larger before smaller). Null when it is none, or shorter than 100 ms.
    /// </summary>
    public static TimeSpan? ParseInterval(string text)
    {
        ReadOnlySpan<string> units = ["y", "w", "d", "h", "m", "s", "ms"];
        ReadOnlySpan<long> milliseconds = [31_536_000_000, 604_800_000, 86_400_000, 3_600_000, 60_000, 1000, 1];
        var rest = text.AsSpan();
        long total = 0;
        var next = 0;
        while (!rest.IsEmpty)
        {
            var digits = rest.IndexOfAnyExceptInRange('0', '9');
            if (digits <= 0 || !long.TryParse(rest[..digits], CultureInfo.InvariantCulture, out var count))
                return null;
            rest = rest[digits..];
            var letters = rest.IndexOfAnyInRange('0', '9');
            var unit = letters < 0 ? rest : rest[..letters];
            while (next < units.Length && !unit.SequenceEqual(units[next]))
                next++;
            if (next == units.Length || count > 1_000_000_000)
                return null;
            total += count * milliseconds[next++];
            rest = rest[unit.Length..];
        }

        return total is >= 100 and < 1_000_000_000_000_000 ? TimeSpan.FromMilliseconds(total) : null;
    }
}
