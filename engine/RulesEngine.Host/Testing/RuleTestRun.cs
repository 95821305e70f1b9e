using System.Collections.Immutable;
using RulesEngine.Compiler.Loading;
using RulesEngine.Compiler.Resolving;
using RulesEngine.Compiler.Testing;
using RulesEngine.Host.Sessions;
using RulesEngine.Runtime.Evaluation.Given;
using RulesEngine.Syntax.Diagnostics;

namespace RulesEngine.Host.Testing;

/// <summary>What came of one test; it passed when there is no fault.</summary>
internal sealed record TestOutcome(RuleTest Test, ImmutableArray<TestFault> Faults);

/// <summary>
/// Runs the tests of one file over a set of rules. Tests with given fields run one by one; a capture is played once for
/// all tests that name it. Bad input (no such rule, no such event) is a diagnostic, and then nothing counts.
/// </summary>
internal sealed class RuleTestRun(RuleFile source, RuleTestFile file, ImmutableArray<CheckedRule> rules)
{
    private readonly List<Diagnostic> _problems = [];

    public (ImmutableArray<TestOutcome> Outcomes, ImmutableArray<Diagnostic> Problems) Run()
    {
        var names = RuleTestChecks.Names(source, file, rules);
        if (!names.IsEmpty)
            return ([], names);
        var outcomes = new Dictionary<RuleTest, TestOutcome>(ReferenceEqualityComparer.Instance);
        RunGiven(outcomes);
        foreach (var capture in file.Tests.Where(test => test.Capture is not null).GroupBy(test => test.Capture!.File.Text))
        {
            try
            {
                RunCapture(PathOf(file, capture.Key), [.. capture], outcomes);
            }
            catch (UserErrorException error)
            {
                _problems.AddRange(RuleTestChecks.Unusable(source, capture.First().Capture!.File, error.Message));
            }
        }
        return ([.. file.Tests.Where(outcomes.ContainsKey).Select(test => outcomes[test])], [.. _problems]);
    }

    /// <summary>A path as written in a file of tests: relative to that file.</summary>
    public static string PathOf(RuleTestFile file, string written) =>
        Path.Combine(Path.GetDirectoryName(file.Name) ?? "", written);

    private void RunGiven(Dictionary<RuleTest, TestOutcome> outcomes)
    {
        var fields = new GivenFields();
        var bound = rules.Select(rule => new TestedRule(rule, fields.Bind(rule.Condition), fields.Bind(rule.Output))).ToList();
        foreach (var test in file.Tests.Where(test => test.Event is not null))
        {
            var judge = new TestJudge(test, bound, fields.Bind);
            fields.Set(test.Event!);
            judge.See(fields.Context);
            outcomes[test] = new TestOutcome(test, judge.Faults());
        }
    }

    private void RunCapture(string path, ImmutableArray<RuleTest> tests, Dictionary<RuleTest, TestOutcome> outcomes)
    {
        using var player = CaptureFile.Open(path);
        var bound = rules.Select(rule => new TestedRule(rule, rule.Condition, rule.Output)).ToList();
        var judges = tests.Select(test => new TestJudge(test, bound, source => source)).ToList();
        var last = tests.Max(test => test.Capture!.Last);
        var number = 0L;
        while (number < last && player.MoveNext())
        {
            number = player.Event.Number;
            if (!player.IsForRules)
                continue;
            foreach (var judge in judges.Where(judge => number >= judge.Test.Capture!.First && number <= judge.Test.Capture.Last))
                judge.See(player.Event);
        }
        if (player.Error is { } error)
            throw new UserErrorException($"{path}: at byte {error.Offset} of the uncompressed file: {error.Message}");
        foreach (var judge in judges)
        {
            _problems.AddRange(RuleTestChecks.Range(source, judge.Test.Capture!, number));
            outcomes[judge.Test] = new TestOutcome(judge.Test, judge.Faults());
        }
    }
}
