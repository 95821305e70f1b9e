using System.Collections.Immutable;
using System.Globalization;
using RulesEngine.Compiler.Indexing;
using RulesEngine.Runtime.Evaluation;
using RulesEngine.Runtime.Matching;

namespace RulesEngine.Runtime.Tests.Matching;

/// <summary>The index beside its slow twin, plain evaluation of every condition, on real events.</summary>
public sealed class MatchIndexCaptureTests
{
    private const int RulesOfOneIndex = 60;
    private const int EventsOfOneIndex = 300;

    [Fact]
    public void The_index_of_the_stock_rules_matches_what_plain_evaluation_matches_on_every_event_of_every_capture()
    {
        var rules = StockRules.Load().Select(item => item.Rule).ToImmutableArray();
        var matches = 0L;
        foreach (var capture in Captures.Names)
            matches += Compare(capture, rules);
        Assert.True(matches > 500, $"only {matches} matches: the captures are meant to set rules off");
    }

    [Fact]
    public void The_first_rule_alone_is_found_where_one_is_wanted()
    {
        var rules = StockRules.Load().Select(item => item.Rule).ToImmutableArray();
        var index = MatchIndex.Build(MatchPlanner.Plan(rules));
        var all = new int[rules.Length];
        var first = new int[1];
        var several = 0;
        Captures.Play("synthetic_scenario", context =>
        {
            var count = index.Match(context, RuleMatching.All, all);
            Assert.Equal(Math.Min(count, 1), index.Match(context, RuleMatching.First, first));
            if (count > 0)
                Assert.Equal(all[0], first[0]);
            several += count > 1 ? 1 : 0;
        });
        Assert.True(several > 0);
    }

    [Fact]
    public void Matching_an_event_allocates_nothing()
    {
        var index = MatchIndex.Build(MatchPlanner.Plan([.. StockRules.Load().Select(item => item.Rule)]));
        var found = new int[index.RuleCount];
        var allocated = 0L;
        var matches = 0;
        for (var round = 0; round < 2; round++)
        {
            // The first round is for the compiler and for buffers that grow to what the events need.
            allocated = 0;
            Captures.Play("synthetic_scenario", context =>
            {
                index.Match(context, RuleMatching.All, found);
                var before = GC.GetAllocatedBytesForCurrentThread();
                matches += index.Match(context, RuleMatching.All, found);
                allocated += GC.GetAllocatedBytesForCurrentThread() - before;
            });
        }

        Assert.True(matches > 0);
        Assert.Equal(0, allocated);
    }

    /// <summary>Two captures by default; with <c>INDEX_PAIRS</c> in the environment all that have conditions.</summary>
    public static TheoryData<string> CapturesWithConditions => Environment.GetEnvironmentVariable("INDEX_PAIRS") is null
        ? ["synthetic_scenario", "synthetic_events_1"]
        : [.. Directory.GetFiles(Path.Combine(Captures.Corpus, "conditions"), "*.jsonl.gz")
            .Select(path => Path.GetFileName(path).Split('.')[0]).Intersect(Captures.Names).Order()];

    [Theory]
    [MemberData(nameof(CapturesWithConditions))]
    public void The_index_of_recorded_conditions_matches_what_plain_evaluation_matches(string capture)
    {
        foreach (var batch in RecordedConditions.Load(capture).Chunk(150))
            Assert.True(Compare(capture, [.. batch]) > 0);
    }

    /// <summary>
    /// A small sample by default; <c>INDEX_PAIRS=1000000</c> in the environment asks for as many pairs.
    /// </summary>
    [Fact]
    public void The_index_of_random_rules_matches_what_plain_evaluation_matches_on_real_events()
    {
        var wanted = long.Parse(Environment.GetEnvironmentVariable("INDEX_PAIRS") ?? "60000", CultureInfo.InvariantCulture);
        string[] captures = [.. Captures.Names];
        var pairs = 0L;
        var matches = 0L;
        for (var seed = 0; pairs < wanted; seed++)
        {
            var capture = captures[seed % captures.Length];
            var rules = new RandomRules(capture, seed);
            for (var round = 0; round < 4; round++)
                matches += Compare(capture, rules.Next(RulesOfOneIndex), ref pairs, 1 + (rules.Events / EventsOfOneIndex));
        }

        TestContext.Current.SendDiagnosticMessage($"{pairs} pairs of rule and event, {matches} matches");
        Assert.True(matches * 100 > pairs, $"only {matches} of {pairs} pairs match");
        Assert.True(matches * 100 < pairs * 99, $"as many as {matches} of {pairs} pairs match");
    }

    private static long Compare(string capture, ImmutableArray<MatchRule> rules)
    {
        var pairs = 0L;
        return Compare(capture, rules, ref pairs, every: 1);
    }

    /// <summary>Compares on every so-many-th event, and counts the pairs of a rule and an event.</summary>
    private static long Compare(string capture, ImmutableArray<MatchRule> rules, ref long pairs, long every)
    {
        var index = MatchIndex.Build(MatchPlanner.Plan(rules));
        var plain = rules.Select(rule => ConditionProgram.Compile(rule.Condition)).ToArray();
        var found = new int[rules.Length];
        var expected = new List<int>();
        var matches = 0L;
        var compared = pairs;
        Captures.Play(capture, context =>
        {
            if (context.Number % every != 0)
                return;
            compared += rules.Length;
            expected.Clear();
            for (var rule = 0; rule < rules.Length; rule++)
            {
                if (rules[rule].EventCodes.Contains(context.Code) && plain[rule].Evaluate(context))
                    expected.Add(rule);
            }

            var count = index.Match(context, RuleMatching.All, found);
            if (!found.AsSpan(0, count).SequenceEqual(expected.ToArray()))
            {
                var rule = found[..count].Except(expected).Concat(expected.Except(found[..count])).First();
                Assert.Fail($"{capture} event {context.Number} ({context.Definition.Name}): "
                    + $"{(expected.Contains(rule) ? "the index misses" : "only the index matches")} {Text(rules[rule].Condition)}");
            }

            matches += expected.Count;
        });
        pairs = compared;
        return matches;
    }

    private static string Text(ConditionNode condition) => condition switch
    {
        ComparisonNode leaf => leaf.Text,
        NotNode not => $"not {Text(not.Operand)}",
        AndNode and => $"({string.Join(" and ", and.Operands.Select(Text))})",
        OrNode or => $"({string.Join(" or ", or.Operands.Select(Text))})",
        _ => condition.ToString(),
    };
}
