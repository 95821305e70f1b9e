using System.Text;
using System.Text.Json;
using RulesEngine.Compiler.Indexing;
using RulesEngine.Compiler.Loading;
using RulesEngine.Compiler.Planning;

namespace RulesEngine.Compiler.Tests.Planning;

public sealed class IndexReportTests
{
    private const string Rules = """
        - rule: exact
          desc: d
          condition: evt.type = open and proc.name in (cat, dog)
          output: o
          priority: INFO
        - rule: left over
          desc: d
          condition: evt.type = open and proc.name = bash and fd.name regex '/[a-c]+x[0-9]' and proc.acmdline = sshd
          output: o
          priority: INFO
        - rule: elsewhere
          desc: d
          condition: evt.type = setuid and util.cnt > 2
          output: o
          priority: INFO

        """;

    private readonly IndexReport _report = Report();

    [Fact]
    public void The_report_counts_clauses_per_group_and_per_rule()
    {
        Assert.Equal(["exact", "left over", "elsewhere"], _report.Rules.Select(rule => rule.Name));
        Assert.Equal([1, 1, 1], _report.Rules.Select(rule => rule.Clauses));
        Assert.Equal([0, 1, 1], _report.Rules.Select(rule => rule.Residuals));
        Assert.Equal(3, _report.Clauses);
        Assert.Equal(2, _report.Residuals);
        Assert.Equal(2, Assert.Single(_report.Groups, group => group.Events.Contains("open")).Clauses);
    }

    [Fact]
    public void A_dimension_counts_the_values_it_tells_apart_and_their_bytes()
    {
        var dimension = Assert.Single(_report.Groups.Single(group => group.Events.Contains("open")).Dimensions);
        Assert.Equal(("proc.name", 3), (dimension.Field, dimension.Entries));
        // Keys end in NUL; each of the three has one word that differs, with its number, and there are a vector of one
        // word for other values and one for no value.
        Assert.Equal("cat\0dog\0bash\0".Length + (3 * 16) + (2 * 8), dimension.Bytes);
        Assert.Equal(dimension.Bytes, _report.Bytes);
    }

    [Fact]
    public void What_is_left_to_a_residual_has_its_reason()
    {
        var causes = _report.Rules[1].Causes;
        Assert.Equal("fd.name regex /[a-c]+x[0-9]",
            Assert.Single(Assert.Single(causes, cause => cause.Reason == "its type and operator make no look-up").Comparisons));
        Assert.Equal("proc.acmdline = sshd",
            Assert.Single(Assert.Single(causes, cause => cause.Reason == "its field is compared in a way of its own").Comparisons));
        Assert.Contains(_report.Rules[2].Causes,
            cause => cause.Reason == "the rule must be asked in its written order" && cause.Comparisons.Contains("util.cnt > 2"));
    }

    [Fact]
    public void The_table_and_the_JSON_tell_the_same()
    {
        using var json = JsonDocument.Parse(IndexReportRenderer.ToJson(_report));
        var text = IndexReportRenderer.ToText(_report);
        Assert.Equal(_report.Bytes, json.RootElement.GetProperty("bytes").GetInt64());
        Assert.StartsWith("3 rules, 2 groups of event types, 3 clauses, 2 of them with a residual", text, StringComparison.Ordinal);
        foreach (var rule in json.RootElement.GetProperty("rules").EnumerateArray())
            Assert.Contains(rule.GetProperty("rule").GetString()!, text, StringComparison.Ordinal);
        foreach (var cause in json.RootElement.GetProperty("rules")[1].GetProperty("causes").EnumerateArray())
            Assert.Contains(cause.GetProperty("reason").GetString()!, text, StringComparison.Ordinal);
    }

    private static IndexReport Report()
    {
        var set = RuleSetLoader.Load([new RuleFile("rules.yaml", Encoding.UTF8.GetBytes(Rules))]);
        Assert.True(set.IsUsable);
        return IndexReport.Of(
            MatchPlanner.Plan([.. set.Rules.Select(rule => new MatchRule(rule.Condition, rule.EventCodes))]),
            [.. set.Rules.Select(rule => rule.Name)]);
    }
}
