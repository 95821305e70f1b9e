using System.Diagnostics;
using RulesEngine.KernelTester.Engines;

namespace RulesEngine.KernelTester.Running;

/// <summary>
/// What becomes of blocking while the engine reloads, dies, comes back and is unloaded. One rule, one file, one story: each
/// claim starts from where the one before left the kernel, and is told as failed where it does not hold.
/// </summary>
internal sealed class LifecycleTest(ExecutableEngine engine, string executable, string trigger)
{
    private const string Folder = "/tmp/lifecycle";
    private const string Refused = "ERR EPERM";
    private const string Rule = "lifecycle";

    private static readonly string Target = Path.Combine(Folder, "target");

    private static string Rules(string further) => $"""
        - rule: {Rule}
          desc: The rule whose force is watched.
          condition: evt.type=openat and fd.name={Target}{further}
          output: "%fd.name"
          priority: WARNING
          action: deny

        """;

    public void Run(ResultFile results)
    {
        Directory.CreateDirectory(Folder);
        File.WriteAllText(Target, "content");
        Check(results, "without a rule the file opens", Open().StartsWith("OK ", StringComparison.Ordinal), Open());

        engine.Load(Rules(""));
        CheckRefused(results, "a rule of the running engine refuses");
        CheckNoGap(results, "a reload has no moment without the rules", () => engine.Load(Rules(" and proc.name=trigger")));

        engine.TakeAlerts();
        engine.Kill();
        CheckRefused(results, "blocking goes on after the engine is killed");
        CheckNoGap(results, "a new engine adopts the guards without a gap", () => engine.Load(Rules("")));

        engine.TakeAlerts();
        CheckRefused(results, "a new engine's rule refuses");
        var alerts = engine.TakeAlerts();
        Check(
            results, "a new engine reports what it refuses", alerts.Any(alert => alert is { Rule: Rule, Verdict: "denied" }),
            $"alerts: {string.Join("; ", alerts)}");

        engine.Kill();
        using (var unload = Process.Start(executable, "unload"))
            unload.WaitForExit();
        Check(results, "unload ends blocking", Open().StartsWith("OK ", StringComparison.Ordinal), Open());
        Check(results, "unload leaves no pin behind", !Directory.Exists("/sys/fs/bpf/rulesengine"), "/sys/fs/bpf/rulesengine is there");
    }

    private string Open() => TriggerProcess.Run(trigger, ["openat", "read", Target]).Line;

    private void CheckRefused(ResultFile results, string claim)
    {
        var line = Open();
        Check(results, claim, line == Refused, line);
    }

    /// <summary>Opens the file again and again while something happens: every single time it must be refused.</summary>
    private void CheckNoGap(ResultFile results, string claim, Action action)
    {
        using var over = new CancellationTokenSource();
        var attempts = 0;
        string? through = null;
        var prober = new Thread(() =>
        {
            for (; !over.IsCancellationRequested && through is null; attempts++)
            {
                var line = Open();
                if (line != Refused)
                    through = line;
            }
        });
        prober.Start();
        action();
        over.Cancel();
        prober.Join();
        Check(results, claim, through is null && attempts > 1, $"attempt {attempts}: {through}");
    }

    private static void Check(ResultFile results, string claim, bool holds, string otherwise)
    {
        if (holds)
            results.Passed(claim);
        else
            results.Fail(claim, otherwise);
    }
}
