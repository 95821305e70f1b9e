using BenchmarkDotNet.Attributes;
using RulesEngine.Compat.Scap;
using RulesEngine.Compiler.Indexing;
using RulesEngine.Runtime.Evaluation;
using RulesEngine.Runtime.Evaluation.Residuals;
using RulesEngine.Runtime.Matching;

namespace RulesEngine.Bench;

/// <summary>
/// What one event costs under the stock rules: by the index, and by evaluating every rule of the event's type in turn,
/// as flat code and as trees. The event is the first of its type in a capture, asked again and again.
/// </summary>
public class MatchBenchmarks
{
    private readonly int[] _first = new int[1];
    private CapturePlayer? _player;
    private MatchIndex? _index;
    private ResidualCode? _code;
    private int[] _entries = [];
    private ConditionProgram[] _trees = [];

    [Params("openat", "execve", "connect", "read")]
    public string Event { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        _player = Corpus.PlayTo(
            "synthetic_scenario", context => context.Definition.Name == Event && context.Thread is not null);
        var rules = Corpus.ToMatch(Corpus.StockRules());
        _index = MatchIndex.Build(MatchPlanner.Plan([.. rules]));
        var tried = rules.Where(rule => rule.EventCodes.Contains(_player.Event.Code));
        var conditions = tried.Select(rule => rule.Condition).ToArray();
        _code = ResidualCode.Compile(conditions);
        _entries = [.. conditions.Select(condition => _code.EntryOf(condition))];
        _trees = [.. conditions.Select(ConditionProgram.Compile)];
    }

    [GlobalCleanup]
    public void Cleanup() => _player?.Dispose();

    [Benchmark(Baseline = true)]
    public int Index()
    {
        _player!.Event.Scratch.Rewind(0);
        return _index!.Match(_player.Event, RuleMatching.First, _first);
    }

    [Benchmark]
    public int EveryRuleAsCode()
    {
        _player!.Event.Scratch.Rewind(0);
        _code!.Begin();
        var matches = 0;
        foreach (var entry in _entries)
            matches += _code.Holds(entry, _player.Event) ? 1 : 0;
        return matches;
    }

    [Benchmark]
    public int EveryRuleAsTree()
    {
        _player!.Event.Scratch.Rewind(0);
        var matches = 0;
        foreach (var tree in _trees)
            matches += tree.Evaluate(_player.Event) ? 1 : 0;
        return matches;
    }
}
