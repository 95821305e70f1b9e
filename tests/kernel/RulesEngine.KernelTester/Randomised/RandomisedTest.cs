using System.Collections.Immutable;
using System.Globalization;
using RulesEngine.KernelTester.Engines;
using RulesEngine.KernelTester.Model;
using RulesEngine.KernelTester.Running;
using RulesEngine.Runtime.Matching;

namespace RulesEngine.KernelTester.Randomised;

/// <summary>
/// Random rules against random operations: what the kernel did, what the engine's user-space evaluation of the same policy
/// says, and what the condition itself says of the operation's facts must be one.
/// Rules go in force a batch at a time, each batch by a reload. A case whose operation has no effect even without rules
/// would prove nothing and fails the test, as does a draw that refuses nothing or everything.
/// </summary>
internal sealed class RandomisedTest(int seed, int cases, string trigger)
{
    private const string Name = "the kernel decides random rules on random operations as the conditions say";
    private const int BatchSize = 40;
    private const int MostFaultsShown = 5;

    public void Run(IEngineUnderTest engine, ResultFile results)
    {
        var random = new Random(seed);
        var faults = new List<string>();
        var refused = 0;
        for (var done = 0; done < cases; done += BatchSize)
        {
            var batch = Enumerable.Range(0, Math.Min(BatchSize, cases - done)).Select(number => Draw(random, number)).ToImmutableArray();
            var rules = RulesFile.Write(batch.Select(item => (item.Scenario, item.Workspace)));
            var policy = PolicyCompiler.Compile(rules);
            engine.Load("");
            var controls = batch.Select(item => TriggerProcess.Observe(item.Scenario, item.Workspace)).ToList();
            engine.Load(rules);
            for (var i = 0; i < batch.Length; i++)
            {
                var (scenario, workspace, operation) = batch[i];
                refused += scenario.Expect.Refused ? 1 : 0;
                var seen = TriggerProcess.Observe(scenario, workspace);
                if ((UserSpaceFault(policy, scenario, operation) ?? Judge.Fault(scenario, controls[i], seen)) is { } fault)
                    faults.Add($"{scenario.Rules[0].Condition} [{operation.Facts}] by {string.Join(' ', scenario.Trigger)}: {fault}");
            }
        }

        var summary = string.Create(CultureInfo.InvariantCulture, $"seed {seed}, {cases} cases, {refused} to be refused, {faults.Count} wrong");
        Console.WriteLine($"{Name}: {summary}");
        foreach (var fault in faults.Take(MostFaultsShown))
            Console.WriteLine("  " + fault);
        if (faults.Count != 0)
            results.Fail(Name, $"{summary}; first: {faults[0]}");
        else if (refused < cases / 10 || refused > cases * 9 / 10)
            results.Fail(Name, summary + ": the draw is too lopsided to prove anything");
        else
            results.Passed(Name);
    }

    /// <summary>The engine's own evaluation in user space of what the maps hold, on the operation's facts.</summary>
    private static string? UserSpaceFault(KernelPolicy policy, Scenario scenario, RandomOperation operation)
    {
        var decision = KernelDecision.Evaluate(policy, operation.Facts.ToSubject());
        var expected = scenario.Expect.Fate switch
        {
            Fate.Denied => KernelVerdict.Deny,
            Fate.Killed => KernelVerdict.Kill,
            _ => KernelVerdict.Allow,
        };
        return decision.Verdict == expected ? null : $"user space says {decision.Verdict}, the condition {expected}";
    }

    private (Scenario Scenario, Workspace Workspace, RandomOperation Operation) Draw(Random random, int number)
    {
        var workspace = new Workspace(number, trigger);
        var operation = RandomOperation.Draw(random, workspace);
        var condition = RandomCondition.Draw(random, operation);
        var kills = random.Next(4) == 0;
        var scenario = new Scenario("case " + number.ToString(CultureInfo.InvariantCulture))
        {
            Rules = [new RuleText(condition.ToString(), kills ? "kill" : "deny")],
            Trigger = operation.Trigger,
            Effect = operation.Effect,
            Expect = !condition.Holds(operation.Facts) ? Expectation.Passes : kills ? Expectation.Killed : Expectation.Denied(),
        };
        return (scenario, workspace, operation);
    }
}
