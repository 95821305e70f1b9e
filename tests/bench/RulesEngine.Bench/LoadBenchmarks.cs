using System.Collections.Immutable;
using BenchmarkDotNet.Attributes;
using RulesEngine.Compiler.Indexing;
using RulesEngine.Compiler.Loading;
using RulesEngine.Runtime.Matching;

namespace RulesEngine.Bench;

/// <summary>What a user waits for once: the stock files from bytes to checked rules, to a plan, to an index.</summary>
public class LoadBenchmarks
{
    private RuleFile[] _files = [];
    private ImmutableArray<MatchRule> _rules;
    private MatchPlan? _plan;

    [GlobalSetup]
    public void Setup()
    {
        _files = Corpus.StockFilesRead();
        _rules = [.. Corpus.ToMatch(Corpus.StockRules())];
        _plan = MatchPlanner.Plan(_rules);
    }

    [Benchmark]
    public RuleSet LoadStockFiles() => RuleSetLoader.Load(_files);

    [Benchmark]
    public MatchPlan PlanStockRules() => MatchPlanner.Plan(_rules);

    [Benchmark]
    public MatchIndex BuildIndex() => MatchIndex.Build(_plan!);
}
