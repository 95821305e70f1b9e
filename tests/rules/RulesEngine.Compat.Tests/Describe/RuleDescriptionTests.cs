using System.Text;
using System.Text.Json.Nodes;
using RulesEngine.Compat.Describe;
using RulesEngine.Compiler.Loading;

namespace RulesEngine.Compat.Tests.Describe;

public sealed class RuleDescriptionTests
{
    private static RuleSet Load(string condition, string output = "%fd.name") => RuleSetLoader.Load([new RuleFile("r.yaml", Encoding.UTF8.GetBytes(
        "- list: shells\n  items: [bash]\n- macro: m\n  condition: proc.name in (shells)\n"
            + $"- rule: a\n  desc: two words\n  condition: {condition}\n  output: \"{output}\"\n  priority: INFO\n"))]);

    private static string[] Details(string condition, string key)
    {
        var json = RuleDescription.Create(Load(condition), new DescribeRequest("a"));
        return [.. json["rules"]![0]!["details"]![key]!.AsArray().Select(item => item!.GetValue<string>())];
    }

    [Fact]
    public void Macros_and_lists_come_from_the_condition_as_written_and_fields_from_the_compiled_one()
    {
        const string condition = "evt.type = open and m and proc.pname in (shells)";
        Assert.Equal(["m"], Details(condition, "macros"));
        Assert.Equal(["shells"], Details(condition, "lists"));
        Assert.Equal(["evt.type", "proc.name", "proc.pname"], Details(condition, "condition_fields"));
    }

    [Theory]
    [InlineData("evt.type in (open, getpid)", new[] { "asyncevent", "getpid", "open" })]
    [InlineData("evt.num = 0", new[] { "asyncevent" })]
    public void Events_are_named_system_calls_without_an_event_too(string condition, string[] events) =>
        Assert.Equal(events, Details(condition, "events"));

    [Fact]
    public void A_system_call_that_is_excluded_is_missing_from_all_others()
    {
        var events = Details("evt.type != getpid", "events");
        Assert.DoesNotContain("getpid", events);
        Assert.Contains("getppid", events);
        Assert.Contains("open", events);
    }

    [Fact]
    public void The_table_keeps_names_and_descriptions_in_columns() => Assert.Equal(
        "Rule                                               Description\n"
            + "----                                               -----------\n"
            + "a                                                  two words \n\n",
        RuleDescription.Table(Load("evt.type = open"), new DescribeRequest(null)));

    [Fact]
    public void Fields_of_the_container_plugin_name_the_plugin()
    {
        var json = RuleDescription.Create(Load("evt.type = open", "%container.id"), new DescribeRequest("a"));
        Assert.Equal("container", json["rules"]![0]!["details"]!["plugins"]![0]!.GetValue<string>());
        Assert.IsType<JsonArray>(json["rules"]![0]!["details"]!["output_fields"]);
    }
}
