using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using RulesEngine.KernelTester.Model;

namespace RulesEngine.KernelTester.Engines;

/// <summary>
/// The real executable as a child process, rules in a file, alerts as JSON from its standard output: the whole way that a
/// user's rule goes.
/// </summary>
internal sealed class ExecutableEngine : IEngineUnderTest
{
    private const string Folder = "/tmp/engine";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly string _program;
    private readonly Canary _canary;
    private Process? _process;

    public ExecutableEngine(string program, string trigger)
    {
        _program = program;
        _canary = new Canary(Folder, trigger);
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

    public void Load(string rules)
    {
        File.WriteAllText(RulesPath, _canary.AddTo(rules));
        if (_process is null)
            Start();
        else
            Signal(_process, "HUP");
        AwaitRules();
        _canary.Fence();
    }

    public IReadOnlyList<AlertSeen> TakeAlerts() => _canary.Fence();

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
        _canary.Dispose();
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

    private void AwaitRules()
    {
        var waiting = Stopwatch.StartNew();
        using var pause = new ManualResetEventSlim();
        while (!_canary.IsInForce())
        {
            if (_process is { HasExited: true } ended)
                throw new InvalidOperationException($"the engine ended with {ended.ExitCode} before the rules were in force");
            if (waiting.Elapsed > Patience)
                throw new TimeoutException("the rules do not come in force");
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
        _canary.Add(new AlertSeen(
            rule, TextOf(enforcement, "verdict") ?? "", TextOf(enforcement, "errno"), TextOf(json.RootElement, "output") ?? ""));
    }

    private static string? TextOf(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value.GetString() : null;
}
