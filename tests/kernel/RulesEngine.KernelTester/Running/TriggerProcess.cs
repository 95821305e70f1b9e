using System.Diagnostics;
using RulesEngine.KernelTester.Model;

namespace RulesEngine.KernelTester.Running;

/// <summary>One run of the trigger program, from start to end.</summary>
internal static class TriggerProcess
{
    private const int KilledExitCode = 128 + 9;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public static (string Line, bool Killed) Run(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, UseShellExecute = false, WorkingDirectory = "/" };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var line = process.StandardOutput.ReadToEnd().TrimEnd();
        if (!process.WaitForExit(Patience))
            process.Kill();
        return (line, process.ExitCode == KilledExitCode);
    }

    /// <summary>Makes the world ready, runs the scenario's trigger and looks at the effect.</summary>
    public static Observation Observe(Scenario scenario, Workspace workspace)
    {
        workspace.Clear();
        using var watch = scenario.Effect.Prepare(workspace);
        var (line, killed) = Run(workspace.TriggerPath, scenario.Trigger.Select(workspace.Fill));
        return new Observation(line, killed, watch.IsThere(line.StartsWith("OK ", StringComparison.Ordinal)));
    }
}
