using System.Text;
using RulesEngine.Compiler.Indexing;
using RulesEngine.Runtime.Evaluation;
using RulesEngine.Runtime.Fields;
using RulesEngine.Runtime.Fields.Extraction;
using RulesEngine.Runtime.Matching;
using RulesEngine.Runtime.State;
using RulesEngine.Runtime.Tests.Matching;

namespace RulesEngine.Runtime.Tests.Evaluation;

/// <summary>Evaluation allocates nothing once the arena has grown and the patterns know the texts.</summary>
[Collection(CountedAllocations.Name)]
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
                if (Allocates(() => program.Evaluate(context))) culprits.Add(name);
            }
        });
        Assert.Empty(culprits);
    }

    /// <summary>One round for buffers that grow and patterns that learn texts; in the second nothing more is learnt.</summary>
    [Fact]
    public void Matching_allocates_nothing_on_any_event_of_any_capture()
    {
        var index = MatchIndex.Build(MatchPlanner.Plan([.. StockRules.Load().Select(item => item.Rule)]));
        var found = new int[index.RuleCount];
        var events = 0;
        var culprits = new SortedSet<string>();
        foreach (var capture in Captures.Names)
        {
            Captures.Play(capture, context => index.Match(context, RuleMatching.All, found));
            Captures.Play(capture, context =>
            {
                // The arena is new in each play, so the event's own first match may make it grow.
                index.Match(context, RuleMatching.All, found);
                events++;
                if (Allocates(() => index.Match(context, RuleMatching.All, found)))
                    culprits.Add($"{capture}: {context.Definition.Name}");
            });
        }

        Assert.True(events > 10_000);
        Assert.Empty(culprits);
    }

    [Theory]
    [InlineData("synthetic_scenario")]
    [InlineData("synthetic_events_1")]
    [InlineData("live_stock_stable")]
    public void Reading_any_field_allocates_nothing(string capture)
    {
        FieldProbe[] probes = [.. FieldTable.All.SelectMany(Forms).Select(field => new FieldProbe(field, ProbeRole.Compared))];
        Assert.True(probes.Length > 250);
        var culprits = new SortedSet<string>();
        Captures.Play(capture, context =>
        {
            foreach (var probe in probes)
            {
                var mark = context.Scratch.Mark;
                Read(probe, context);
                context.Scratch.Rewind(mark);
                if (Allocates(() => Read(probe, context))) culprits.Add(probe.Reference.Text);
                context.Scratch.Rewind(mark);
            }
        });
        Assert.Empty(culprits);
    }

    private static void Read(FieldProbe probe, EventContext context)
    {
        var value = default(FieldValue);
        probe.TryRead(context, ref value);
    }

    /// <summary>
    /// Whether each of several calls allocates. A collection that another test sets off in the middle of one can show as bytes
    /// of this thread; what allocates does so again.
    /// </summary>
    private static bool Allocates(Action call)
    {
        for (var attempt = 0; attempt < 3; attempt++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            call();
            if (GC.GetAllocatedBytesForCurrentThread() == before) return false;
        }

        return true;
    }

    /// <summary>The field alone and with arguments, as far as it takes them.</summary>
    private static IEnumerable<FieldReference> Forms(FieldDefinition field)
    {
        string?[] arguments = [null, "1", "PATH", "flags", "res"];
        return arguments
            .Select(argument => argument is null ? default(ReadOnlyMemory<byte>?) : Encoding.UTF8.GetBytes(argument))
            .Select(argument => FieldTable.Resolve(field.Name, argument).Field)
            .OfType<FieldReference>().DistinctBy(reference => reference.Text);
    }
}
