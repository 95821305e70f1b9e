using RulesEngine.KernelTester.Model;

namespace RulesEngine.KernelTester.Running;

/// <summary>
/// Compares what was seen with what a scenario claims. Pure: the runs are over. The control is judged first, since a
/// refusal proves nothing where the operation would have had no effect anyway.
/// </summary>
internal static class Judge
{
    /// <returns>What is wrong, or null when the claim holds.</returns>
    public static string? Fault(Scenario scenario, Observation control, Observation guarded, IReadOnlyList<AlertSeen> alerts) =>
        Fault(scenario, control, guarded) ?? WrongAlerts(scenario, alerts);

    /// <summary>The same without a look at alerts.</summary>
    public static string? Fault(Scenario scenario, Observation control, Observation guarded) =>
        control.Succeeded && !control.Killed && control.EffectThere
            ? WrongFate(scenario.Expect, guarded)
            : $"without the rule: {control}";

    private static string? WrongFate(Expectation expected, Observation seen)
    {
        var holds = expected.Fate switch
        {
            Fate.Killed => seen.Killed && seen.Line.Length == 0,
            Fate.Denied => !seen.Killed && seen.Line == "ERR " + expected.Errno,
            _ => !seen.Killed && seen.Succeeded,
        };
        if (!holds)
            return $"expected {expected.Fate} {expected.Errno}, saw: {seen}";
        return seen.EffectThere == expected.Refused ? $"expected the effect {(expected.Refused ? "absent" : "there")}, saw: {seen}" : null;
    }

    private static string? WrongAlerts(Scenario scenario, IReadOnlyList<AlertSeen> alerts)
    {
        var expected = scenario.Expect;
        if (expected.AlertWord is not { } word)
            return alerts.Count == 0 ? null : $"expected no alert, saw: {string.Join("; ", alerts)}";
        var rule = scenario.RuleName(expected.Rule);
        var named = alerts.Where(alert => alert.Rule == rule).ToList();
        if (named.Count == 0)
            return $"no alert of {rule}";
        if (named.All(alert => alert.Verdict != word))
            return $"expected an alert saying {word}, saw: {string.Join("; ", named)}";
        return expected.Fate == Fate.Denied && named.All(alert => alert.Errno != expected.Errno)
            ? $"expected an alert saying {expected.Errno}, saw: {string.Join("; ", named)}"
            : null;
    }
}
