using System.Text;
using RulesEngine.Compiler.Indexing;
using RulesEngine.Compiler.Loading;
using RulesEngine.Runtime.Events;
using RulesEngine.Runtime.Matching;

namespace RulesEngine.Compiler.Tests.Indexing;

/// <summary>What a plan is made of grows with the rules, not with rules times entries or rules times event types.</summary>
public sealed class IndexSizeTests
{
    [Fact]
    public void A_rule_adds_its_own_entries_and_one_word_to_each()
    {
        var plan = Plan(300, i => $"evt.type in (open, openat) and proc.name = x{i} and fd.name startswith /path{i}/");
        var group = Assert.Single(plan.Groups);
        Assert.Equal(300, group.Clauses.Length);
        Assert.Equal(2, group.Index.Dimensions.Length);
        Assert.All(group.Index.Dimensions, dimension =>
        {
            Assert.Equal(300, dimension.Entries.Length);
            Assert.All(dimension.Entries, entry => Assert.Single(entry.Changes));
        });
    }

    [Fact]
    public void Rules_about_all_event_types_have_one_group()
    {
        var plan = Plan(100, i => $"proc.name = x{i} and fd.name contains path{i}");
        var group = Assert.Single(plan.Groups);
        Assert.True(group.Codes.Length > EventTable.Count / 3);
        Assert.Equal(100, group.Clauses.Length);
    }

    [Fact]
    public void Event_types_that_a_rule_tells_apart_share_what_the_others_made_of_them()
    {
        var plan = Plan(50, i => i == 0 ? "evt.type = open and proc.name = x0" : $"proc.name = x{i} and fd.name regex a{i}.*b");
        Assert.Equal([49, 50], plan.Groups.Select(group => group.Clauses.Length).Order());
        var residuals = plan.Groups.Select(group => group.Clauses[^1].Residual).ToArray();
        Assert.NotNull(residuals[0]);
        Assert.Same(residuals[0], residuals[1]);
    }

    private static MatchPlan Plan(int rules, Func<int, string> condition)
    {
        var text = string.Concat(Enumerable.Range(0, rules).Select(i =>
            $"- rule: r{i}\n  desc: d\n  condition: {condition(i)}\n  output: o\n  priority: INFO\n"));
        var loaded = RuleSetLoader.Load([new RuleFile("in.yaml", Encoding.UTF8.GetBytes(text))]);
        Assert.True(loaded.IsSuccessful);
        return MatchPlanner.Plan([.. loaded.Rules.Select(rule => new MatchRule(rule.Condition, rule.EventCodes))]);
    }
}
