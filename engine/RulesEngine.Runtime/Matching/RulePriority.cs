namespace RulesEngine.Runtime.Matching;

/// <summary>How urgent a rule's alerts are: syslog's numbers and Falco's names. A lower number is more severe.</summary>
public enum RulePriority : byte
{
    Emergency = 0,
    Alert = 1,
    Critical = 2,
    Error = 3,
    Warning = 4,
    Notice = 5,
    Informational = 6,
    Debug = 7,
}

/// <summary>
/// The spellings of <see cref="RulePriority"/>: what rule files and configuration may say, and what is printed.
/// </summary>
public static class RulePriorityNames
{
    /// <summary>All priorities, most severe first; a priority's number is its index.</summary>
    public static ReadOnlySpan<RulePriority> All =>
    [
        RulePriority.Emergency, RulePriority.Alert, RulePriority.Critical, RulePriority.Error,
        RulePriority.Warning, RulePriority.Notice, RulePriority.Informational, RulePriority.Debug,
    ];

    /// <summary>Reads a priority in any letter case; <c>info</c> is another word for informational.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out RulePriority priority)
    {
        foreach (var candidate in All)
        {
            if (!text.Equals(candidate.ToName(), StringComparison.OrdinalIgnoreCase))
                continue;
            priority = candidate;
            return true;
        }

        priority = RulePriority.Informational;
        return text.Equals("info", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The name alerts carry, for example <c>Informational</c>.</summary>
    public static string ToName(this RulePriority priority) => priority switch
    {
        RulePriority.Emergency => "Emergency",
        RulePriority.Alert => "Alert",
        RulePriority.Critical => "Critical",
        RulePriority.Error => "Error",
        RulePriority.Warning => "Warning",
        RulePriority.Notice => "Notice",
        RulePriority.Informational => "Informational",
        RulePriority.Debug => "Debug",
        _ => throw new ArgumentOutOfRangeException(nameof(priority), priority, null),
    };

    /// <summary>The short upper-case name of the closing statistics: as <see cref="ToName"/>, but <c>INFO</c>.</summary>
    public static string ToStatisticsName(this RulePriority priority) =>
        priority == RulePriority.Informational ? "INFO" : priority.ToName().ToUpperInvariant();
}
