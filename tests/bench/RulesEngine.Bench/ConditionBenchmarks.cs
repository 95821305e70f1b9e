using BenchmarkDotNet.Attributes;
using RulesEngine.Compiler.Checking;
using RulesEngine.Compiler.Resolving;
using RulesEngine.Syntax.Grammar;

namespace RulesEngine.Bench;

/// <summary>
/// One condition from text to a checked tree: a small one, one of usual size, the largest of the stock rules.
/// </summary>
public class ConditionBenchmarks
{
    private CheckedRule? _rule;

    [Params("Clear Log Activities", "Read sensitive file untrusted", "Write below etc")]
    public string Rule { get; set; } = "";

    [GlobalSetup]
    public void Setup() => _rule = Corpus.StockRules().First(rule => rule.Name == Rule);

    [Benchmark]
    public ParseResult Parse() => ConditionParser.Parse(_rule!.Rule.ConditionText, ConditionParser.RulesFileMaxDepth);

    [Benchmark]
    public CheckResult Check() => ConditionChecker.Check(_rule!.Rule.Condition, CheckOptions.Default);
}
