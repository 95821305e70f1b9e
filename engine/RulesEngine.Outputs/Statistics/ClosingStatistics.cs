using RulesEngine.Runtime.Matching;

namespace RulesEngine.Outputs.Statistics;

/// <summary>What the engine prints when it ends: how many alerts there were, by severity and by rule.</summary>
public static class ClosingStatistics
{
    /// <summary>Writes the summary of detections; standard output in Falco.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="rules">All rules in the order of their definition.</param>
    public static void WriteDetections(TextWriter output, ReadOnlySpan<RuleCount> rules)
    {
        Span<long> bySeverity = stackalloc long[RulePriorityNames.All.Length];
        long total = 0;
        foreach (var rule in rules)
        {
            bySeverity[(int)rule.Priority] += rule.Count;
            total += rule.Count;
        }

        output.Write($"Events detected: {total}\n");
        output.Write("Rule counts by severity:\n");
        foreach (var priority in RulePriorityNames.All)
        {
            if (bySeverity[(int)priority] > 0)
                output.Write($"   {priority.ToStatisticsName()}: {bySeverity[(int)priority]}\n");
        }

        output.Write("Triggered rules by rule name:\n");
        foreach (var rule in rules)
        {
            if (rule.Count > 0)
                output.Write($"   {rule.Name}: {rule.Count}\n");
        }
    }

    /// <summary>Writes the summary of lost events; standard error in Falco, for kernel events and captures.</summary>
    public static void WriteDrops(TextWriter output, long occurrences, long actionsTaken)
    {
        output.Write("Syscall event drop monitoring:\n");
        output.Write($"   - event drop detected: {occurrences} occurrences\n");
        output.Write($"   - num times actions taken: {actionsTaken}\n");
    }
}
