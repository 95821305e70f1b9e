using RulesEngine.Runtime.Evaluation;
using RulesEngine.Runtime.Tests.Matching;

namespace RulesEngine.Runtime.Tests.Evaluation;

/// <summary>Evaluation allocates nothing once the arena has grown and the patterns know the texts.</summary>
public sealed class AllocationTests
{
    [Theory]
    [InlineData("synthetic_scenario")]
    [InlineData("live_stock_stable")]
    public void Evaluating_the_stock_rules_allocates_nothing(string capture)
    {
        var programs = StockRules.Load()
            .Select(rule => (rule.Name, Program: ConditionProgram.Compile(rule.Rule.Condition))).ToArray();
        var culprits = new SortedSet<string>();
        Captures.Play(capture, context =>
        {
            foreach (var (name, program) in programs)
            {
                program.Evaluate(context);
                var before = GC.GetAllocatedBytesForCurrentThread();
                program.Evaluate(context);
                if (GC.GetAllocatedBytesForCurrentThread() != before) culprits.Add(name);
            }
        });
        Assert.Empty(culprits);
    }
}
