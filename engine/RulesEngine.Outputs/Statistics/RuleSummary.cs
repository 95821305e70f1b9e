using System.Globalization;
using RulesEngine.Runtime.Matching;

namespace RulesEngine.Outputs.Statistics;

/// <summary>
/// The alerts of a run as a table for people: rules that alerted, the most frequent first, then the sums by priority. It
/// says what <see cref="ClosingStatistics"/> says, which has Falco's form.
/// </summary>
public static class RuleSummary
{
    /// <param name="output">Where to.</param>
    /// <param name="rules">All rules; those without alerts are only counted.</param>
    public static void Write(TextWriter output, IReadOnlyCollection<RuleCount> rules)
    {
        var fired = rules.Where(rule => rule.Count > 0).OrderByDescending(rule => rule.Count).ThenBy(rule => rule.Priority).ToList();
        var total = fired.Sum(rule => rule.Count);
        var width = Math.Max("alerts".Length, Text(total).Length);
        var priorityWidth = fired.Select(rule => rule.Priority.ToName().Length).Append("priority".Length).Max();
        output.Write($"{"alerts".PadLeft(width)}  {"priority".PadRight(priorityWidth)}  rule\n");
        foreach (var rule in fired)
            output.Write($"{Text(rule.Count).PadLeft(width)}  {rule.Priority.ToName().PadRight(priorityWidth)}  {rule.Name}\n");
        foreach (var priority in fired.GroupBy(rule => rule.Priority).OrderBy(group => group.Key))
            output.Write($"{Text(priority.Sum(rule => rule.Count)).PadLeft(width)}  {priority.Key.ToName()} in all\n");
        output.Write($"{Text(total).PadLeft(width)}  alerts of {fired.Count} of {rules.Count} rules\n");
    }

    private static string Text(long count) => count.ToString(CultureInfo.InvariantCulture);
}
