using System.Text.Json;

namespace RulesEngine.Host.Tests;

/// <summary><c>rulesengine explain</c> on the demo's capture.</summary>
public sealed class ExplainTests : IDisposable
{
    private const string Capture = "tests/kernel/demo/session.scap";

    private readonly Workspace _workspace = new();
    private readonly string _rules;

    public ExplainTests() => _rules = _workspace.Write("rules.yaml", """
        - rule: any program
          desc: d
          condition: evt.type = execve and proc.name exists
          output: "%evt.num"
          priority: INFO
        - rule: curl
          desc: d
          condition: evt.type in (execve, connect) and (proc.name = curl or proc.name regex 'wge[t]') and not fd.sport = 81
          output: "%evt.num"
          priority: INFO

        """);

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public void It_says_what_the_replay_says_of_every_event_of_the_rules_types()
    {
        var alerts = Engine.Run("replay", Capture, "-r", _rules, "--all", "--json").Output
            .Split('\n').Where(line => line.StartsWith('{')).Select(line => JsonDocument.Parse(line).RootElement)
            .Where(alert => alert.GetProperty("rule").GetString() == "curl")
            .Select(alert => alert.GetProperty("output_fields").GetProperty("evt.num").GetInt64()).ToHashSet();
        Assert.NotEmpty(alerts);
        var tried = Engine.Run("events", Capture, "-f", "evt.type in (execve, connect)", "-p", "%evt.num").Output
            .Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(long.Parse).ToList();
        var others = tried.Where(number => !alerts.Contains(number)).ToList();
        Assert.NotEmpty(others);
        foreach (var number in alerts.Take(3).Concat(others.Take(3)))
            Assert.Equal(alerts.Contains(number), Explain("curl", number).GetProperty("matches").GetBoolean());
    }

    [Fact]
    public void Each_comparison_has_its_truth_its_value_and_where_it_is_decided()
    {
        var explanation = Explain("curl", FirstEvent("evt.type = execve and proc.name = curl"));
        Assert.Equal("any program", explanation.GetProperty("first_match").GetString());
        var operands = explanation.GetProperty("condition").GetProperty("operands");
        Assert.Equal("event type", operands[0].GetProperty("decided_by").GetString());
        var name = operands[1].GetProperty("operands")[0];
        Assert.Equal("proc.name = curl", name.GetProperty("comparison").GetString());
        Assert.Equal("curl", name.GetProperty("values")[0].GetString());
        Assert.True(name.GetProperty("holds").GetBoolean());
        var pattern = operands[1].GetProperty("operands")[1];
        Assert.False(pattern.GetProperty("needed").GetBoolean());
        var port = operands[2].GetProperty("operands")[0];
        Assert.Equal("not", operands[2].GetProperty("kind").GetString());
        Assert.Equal(JsonValueKind.Null, port.GetProperty("values")[0].ValueKind);
    }

    [Fact]
    public void The_text_is_indented_as_the_condition_and_names_the_rule_that_alerts_instead()
    {
        var number = FirstEvent("evt.type = execve and proc.name = curl");
        var text = Engine.Run("explain", "curl", "-r", _rules, "--capture", Capture, "--event", $"{number}").Output;
        Assert.StartsWith($"curl: matches event {number}, execve\n", text, StringComparison.Ordinal);
        Assert.Contains("the alert is that of \"any program\"", text, StringComparison.Ordinal);
        Assert.Contains("\ntrue   and\ntrue     evt.type in (execve, connect)  [\"execve\"; event type]\ntrue     or\n", text, StringComparison.Ordinal);
        Assert.Contains("\nfalse      proc.name regex wge[t]  [\"curl\"; ", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_rule_that_is_not_tried_on_the_type_is_said_to_be_so()
    {
        var number = FirstEvent("evt.type = openat");
        var outcome = Engine.Run("explain", "curl", "-r", _rules, "--capture", Capture, "--event", $"{number}");
        Assert.Equal(0, outcome.Exit);
        Assert.Contains("The rule cannot match events of this type.", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void An_event_given_by_its_fields_is_explained_as_one_of_a_capture()
    {
        string[] command = ["explain", "curl", "-r", _rules, "--field", "evt.type=connect", "--field", "fd.sport=81"];
        var near = Engine.Run([.. command, "--field", "proc.name=curl"]).Output;
        Assert.StartsWith("curl: does not match event 1, connect\n", near, StringComparison.Ordinal);
        Assert.Contains("\ntrue       fd.sport = 81  [\"81\"; ", near, StringComparison.Ordinal);
        var match = Engine.Run("explain", "curl", "-r", _rules, "--field", "evt.type=connect", "--field", "proc.name=wget").Output;
        Assert.StartsWith("curl: matches event 1, connect\n", match, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Say which event", "--capture", Capture)]
    [InlineData("Say which event")]
    [InlineData("the event has no type", "--field", "proc.name=x")]
    [InlineData("did you mean proc.name?", "--field", "evt.type=open", "--field", "proc.nam=x")]
    [InlineData("is not of the form FIELD=VALUE", "--field", "proc.name")]
    [InlineData("proc.name is given twice", "--field", "evt.type=open", "--field", "proc.name=a", "--field", "proc.name=b")]
    [InlineData("fd.num `x` is not a whole number", "--field", "evt.type=open", "--field", "fd.num=x")]
    public void What_is_wrong_with_a_given_event_is_said(string expected, params string[] arguments)
    {
        var outcome = Engine.Run(["explain", "curl", "-r", _rules, .. arguments]);
        Assert.Equal(1, outcome.Exit);
        Assert.Contains(expected, outcome.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_rule_or_event_is_an_error_that_helps()
    {
        var rule = Engine.Run("explain", "crul", "-r", _rules, "--capture", Capture, "--event", "1");
        Assert.Equal(1, rule.Exit);
        Assert.Contains("did you mean \"curl\"?", rule.Errors, StringComparison.Ordinal);
        var number = Engine.Run("explain", "curl", "-r", _rules, "--capture", Capture, "--event", "123456789");
        Assert.Equal(1, number.Exit);
        Assert.Contains("has no event 123456789: its last is ", number.Errors, StringComparison.Ordinal);
    }

    private static long FirstEvent(string condition) =>
        long.Parse(Engine.Run("events", Capture, "-f", condition, "-p", "%evt.num", "-n", "1").Output);

    private JsonElement Explain(string rule, long number)
    {
        var outcome = Engine.Run("explain", rule, "-r", _rules, "--capture", Capture, "--event", $"{number}", "--json");
        Assert.True(outcome.Exit == 0, outcome.Errors);
        return JsonDocument.Parse(outcome.Output).RootElement;
    }
}
