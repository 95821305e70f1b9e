using BenchmarkDotNet.Attributes;
using RulesEngine.Compat.Scap;
using RulesEngine.Outputs.Alerts;
using RulesEngine.Outputs.Formatting;

namespace RulesEngine.Bench;

/// <summary>From a match to an alert with its text and typed fields: a rule of usual size.</summary>
public class AlertBenchmarks
{
    private readonly AlertFormatter _formatter = new(new AlertFormatOptions { Hostname = "bench" });
    private CapturePlayer? _player;
    private AlertOutput? _output;

    [GlobalSetup]
    public void Setup()
    {
        _player = Corpus.PlayTo(
            "synthetic_scenario", context => context is { Definition.Name: "openat", Thread: not null, Fd: not null });
        var rule = Corpus.StockRules().First(rule => rule.Name == "Read sensitive file untrusted");
        _output = new AlertOutput(
            rule.Name, rule.Rule.Priority, rule.Rule.Source, [.. rule.Rule.Tags], rule.Output, []);
    }

    [GlobalCleanup]
    public void Cleanup() => _player?.Dispose();

    [Benchmark]
    public Alert Format()
    {
        _player!.Event.Scratch.Rewind(0);
        return _formatter.Format(_output!, _player.Event, enforcement: null);
    }
}
