using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using RulesEngine.KernelTester.Model;
using RulesEngine.KernelTester.Running;

namespace RulesEngine.KernelTester.Engines;

/// <summary>
/// The real executable as a child process, rules in a file, alerts as JSON from its standard output: the whole way that a
/// user's rule goes. A rule of our own, the canary, is added to each load: once it refuses, that load is in force; once its
/// alert arrives, the alerts of everything before have arrived too, as they come in order.
/// </summary>
internal sealed class ExecutableEngine : IEngineUnderTest
{
    private const string CanaryRule = "canary";
    private const string Folder = "/tmp/engine";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly string _program;
    private readonly string _trigger;
    private readonly BlockingCollection<AlertSeen> _alerts = [];
    private Process? _process;
    private int _loads;

    public ExecutableEngine(string program, string trigger)
    {
        _program = program;
        _trigger = trigger;
        Directory.CreateDirectory(Folder);
        File.WriteAllText(ConfigurationPath, """
            json_output: true
            buffered_outputs: false
            log_stderr: true
            log_syslog: false
            stdout_output:
              enabled: true
            syslog_output:
              enabled: false
            engine:
              kind: modern_ebpf

            """);
    }

    private static string ConfigurationPath => Path.Combine(Folder, "engine.yaml");

    private static string RulesPath => Path.Combine(Folder, "rules.yaml");

    private string CanaryPath => Path.Combine(Folder, "canary-" + _loads.ToString(CultureInfo.InvariantCulture));

    public void Load(string rules)
    {
        _loads++;
        File.WriteAllText(CanaryPath, "");
        File.WriteAllText(RulesPath, $"""
            - rule: {CanaryRule}
              desc: Tells that the load is in force.
              condition: evt.type=openat and fd.name={CanaryPath}
              output: "%fd.name"
              priority: WARNING
              action: deny

            {rules}
            """);
        if (_process is null)
            Start();
        else
            Signal(_process, "HUP");
        Await("the rules to be in force", () => OpenCanary() == "ERR EPERM");
        Fence();
    }

    public IReadOnlyList<AlertSeen> TakeAlerts()
    {
        OpenCanary();
        return Fence();
    }

    /// <summary>Ends the engine as an operator does.</summary>
    public void Stop()
    {
        Signal(Running, "TERM");
        WaitForEnd();
    }

    /// <summary>Ends the engine without giving it a chance to clean up.</summary>
    public void Kill()
    {
        Running.Kill();
        WaitForEnd();
    }

    public void Dispose()
    {
        if (_process is { HasExited: false })
            Stop();
        _process?.Dispose();
        _alerts.Dispose();
    }

    private Process Running => _process ?? throw new InvalidOperationException("nothing is loaded");

    private static void Signal(Process process, string name)
    {
        using var kill = Process.Start("/bin/kill", ["-" + name, process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    private void Start()
    {
        var start = new ProcessStartInfo(_program) { RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var argument in new[] { "-c", ConfigurationPath, "-r", RulesPath, "-U" })
            start.ArgumentList.Add(argument);
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Take(line.Data);
        _process.BeginOutputReadLine();
    }

    private void WaitForEnd()
    {
        if (!Running.WaitForExit(Patience))
            throw new TimeoutException("the engine does not end");
        Running.Dispose();
        _process = null;
    }

    private string OpenCanary() => TriggerProcess.Run(_trigger, ["openat", "read", CanaryPath]).Line;

    /// <summary>Everything that arrived, up to a canary's alert and whatever canaries follow at once.</summary>
    private List<AlertSeen> Fence()
    {
        var taken = new List<AlertSeen>();
        while (_alerts.TryTake(out var alert, Patience))
        {
            if (alert.Rule != CanaryRule)
                taken.Add(alert);
            else if (_alerts.Count == 0)
                return taken;
        }

        throw new TimeoutException("the canary's alert does not arrive");
    }

    private void Await(string what, Func<bool> holds)
    {
        var waiting = Stopwatch.StartNew();
        using var pause = new ManualResetEventSlim();
        while (!holds())
        {
            if (_process is { HasExited: true } ended)
                throw new InvalidOperationException($"the engine ended with {ended.ExitCode} before {what}");
            if (waiting.Elapsed > Patience)
                throw new TimeoutException("waited in vain for " + what);
            pause.Wait(TimeSpan.FromMilliseconds(100));
        }
    }

    private void Take(string? line)
    {
        if (line is null)
            return;
        if (!line.StartsWith('{'))
        {
            Console.WriteLine("engine: " + line);
            return;
        }

        using var json = JsonDocument.Parse(line);
        var rule = json.RootElement.GetProperty("rule").GetString()!;
        json.RootElement.TryGetProperty("enforcement", out var enforcement);
        _alerts.Add(new AlertSeen(rule, TextOf(enforcement, "verdict") ?? "", TextOf(enforcement, "errno")));
    }

    private static string? TextOf(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value.GetString() : null;
}
