using System.Collections.Immutable;
using System.Diagnostics;
using System.Text;
using RulesEngine.KernelTester.Engines;
using RulesEngine.KernelTester.Model;

namespace RulesEngine.KernelTester.Running;

/// <summary>
/// Runs the claims about watched calls: one rule per event type, all in force at once, every trigger, then judgement by
/// the text of the alerts. A call that the kernel does not have is skipped.
/// </summary>
internal sealed class WatchSuite(ImmutableArray<WatchScenario> scenarios, string trigger)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static string Claim(WatchScenario scenario) =>
        $"{scenario.Event} is watched ({string.Join(' ', scenario.Trigger)})";

    public void Run(IEngineUnderTest engine, ResultFile results)
    {
        engine.Load(Rules());
        AwaitDetection(engine);
        var runs = scenarios.Select(Perform).ToList();
        var alerts = engine.TakeAlerts().ToLookup(alert => alert.Rule, alert => alert.Output);
        foreach (var (scenario, expected, line) in runs)
        {
            var seen = alerts[RuleOf(scenario.Event)].ToList();
            var claim = Claim(scenario);
            if (line == "ERR ENOSYS")
                results.Skipped(claim, "this kernel has no such call");
            else if (seen.Any(output => Glob(expected, output)))
                results.Passed(claim);
            else
                results.Fail(claim, $"{line}; expected {expected}, saw: {string.Join("; ", seen.TakeLast(6))}");
        }
    }

    /// <summary>A load refuses by the new rules a while before it detects by them: links are still being pinned.</summary>
    private void AwaitDetection(IEngineUnderTest engine)
    {
        var waiting = Stopwatch.StartNew();
        do
        {
            if (waiting.Elapsed > Patience)
                throw new TimeoutException("no watched call is reported");
            Perform(scenarios[0], 0);
        }
        while (engine.TakeAlerts().All(alert => alert.Rule != RuleOf(scenarios[0].Event)));
    }

    private string Rules()
    {
        var text = new StringBuilder();
        foreach (var name in scenarios.Select(scenario => scenario.Event).Distinct())
        {
            text.Append("- rule: ").Append(RuleOf(name)).Append("\n  desc: Shows the parameters of one event type.\n")
                .Append("  condition: evt.type=").Append(name).Append(" and proc.name=trigger\n")
                .Append("  output: \"[%evt.args]\"\n  priority: WARNING\n\n");
        }
        return text.ToString();
    }

    private (WatchScenario Scenario, string Expected, string Line) Perform(WatchScenario scenario, int number)
    {
        var workspace = new Workspace(number, trigger);
        workspace.Clear();
        workspace.Put("target");
        Directory.CreateDirectory(workspace.PathOf("sub"));
        var (line, _) = TriggerProcess.Run(trigger, scenario.Trigger.Select(workspace.Fill));
        return (scenario, $"*[{workspace.Fill(scenario.Expected)}]", line);
    }

    private static string RuleOf(string eventType) => "watch " + eventType;

    /// <summary>Whether the text is the pattern, with anything for each star.</summary>
    private static bool Glob(string pattern, string text)
    {
        var parts = pattern.Split('*');
        if (!text.StartsWith(parts[0], StringComparison.Ordinal))
            return false;
        var at = parts[0].Length;
        foreach (var part in parts[1..^1])
        {
            at = text.IndexOf(part, at, StringComparison.Ordinal);
            if (at < 0)
                return false;
            at += part.Length;
        }
        return text.Length - at >= parts[^1].Length && text.EndsWith(parts[^1], StringComparison.Ordinal);
    }
}
