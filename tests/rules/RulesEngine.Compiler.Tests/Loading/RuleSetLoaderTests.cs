using System.Text;
using RulesEngine.Compiler.Loading;
using RulesEngine.Runtime.Matching;

namespace RulesEngine.Compiler.Tests.Loading;

public sealed class RuleSetLoaderTests
{
    private const string Rule = "- rule: a\n  desc: d\n  condition: evt.type = open\n  output: \"%fd.name\"\n"
        + "  priority: NOTICE\n  tags: [t]\n";

    private static RuleSet Load(LoadOptions options, params string[] files) => RuleSetLoader.Load(
        files.Select((text, index) => new RuleFile($"f{index}.yaml", Encoding.UTF8.GetBytes(text))), options);

    [Fact]
    public void A_later_file_changes_rules_and_cannot_lend_macros_to_earlier_ones()
    {
        var set = Load(
            new LoadOptions(),
            Rule.Replace("evt.type = open", "m", StringComparison.Ordinal),
            "- macro: m\n  condition: evt.type = open\n");
        Assert.Equal([false, true], set.Results.Select(result => result.Successful));
        Assert.False(set.IsSuccessful);
    }

    [Fact]
    public void A_priority_threshold_turns_rules_off()
    {
        Assert.True(Load(new LoadOptions { LeastPriority = RulePriority.Notice }, Rule).Rules[0].Rule.IsEnabled);
        Assert.False(Load(new LoadOptions { LeastPriority = RulePriority.Warning }, Rule).Rules[0].Rule.IsEnabled);
    }

    [Fact]
    public void The_last_selection_that_matches_wins()
    {
        var options = new LoadOptions
        {
            Selections = [new(Enable: false, "*", null), new(Enable: true, null, "t"), new(Enable: false, "b*", null)],
        };
        var set = Load(options, Rule, Rule.Replace("rule: a", "rule: b", StringComparison.Ordinal));
        Assert.Equal([true, false], set.Rules.Select(rule => rule.Rule.IsEnabled));
    }

    [Fact]
    public void What_the_configuration_adds_to_outputs_reaches_the_rules_that_match()
    {
        var options = new LoadOptions
        {
            OutputAdditions =
            [
                new() { Format = "more=%proc.name", Tags = ["t"], Fields = [new("key", "%proc.pname", IsRaw: true)] },
                new() { Format = "never", Rule = "other" },
            ],
        };
        var rule = Load(options, Rule).Rules[0];
        Assert.Equal("%fd.name more=%proc.name", rule.Rule.Output);
        Assert.Equal("key", Assert.Single(rule.ExtraFields).Field.Key);
    }

    [Theory]
    [InlineData("0.7.1", null)]
    [InlineData("0.8.0", "Plugin 'container' version '0.7.1' is not compatible with required plugin version '0.8.0'")]
    public void Plugin_requirements_are_compared_with_what_is_there(string version, string? unmet)
    {
        var text = $"- required_plugin_versions:\n  - name: container\n    version: {version}\n";
        Assert.Equal(unmet, Load(new LoadOptions(), text).UnmetRequirement);
    }

    [Fact]
    public void Loading_a_file_again_says_the_same_again()
    {
        var text = "- macro: unused\n  condition: evt.type = open\n" + Rule;
        var set = Load(new LoadOptions(), text, "- list: l\n  items: [x]\n");
        Assert.Equal([1, 2], set.Results.Select(result => result.Warnings.Count));
    }

    [Fact]
    public void Macros_that_double_at_every_step_are_refused()
    {
        var text = new StringBuilder("- macro: m0\n  condition: evt.type = open\n");
        for (var i = 1; i < 40; i++)
            text.Append($"- macro: m{i}\n  condition: m{i - 1} or m{i - 1}\n");
        text.Append(Rule.Replace("evt.type = open", "m39", StringComparison.Ordinal));
        var error = Assert.Single(Load(new LoadOptions(), text.ToString()).Results[0].Errors);
        Assert.Contains("too large", error.Message, StringComparison.Ordinal);
        Assert.False(Load(new LoadOptions { StopAtFirstError = false }, text.ToString()).IsUsable);
    }

    /// <summary>Every condition is tried only against the lists it names, so many of both stay cheap.</summary>
    [Fact]
    public void Ten_thousand_rules_and_a_thousand_lists_load()
    {
        var text = new StringBuilder();
        for (var i = 0; i < 1000; i++)
            text.Append($"- list: list_{i}\n  items: [a{i}, b{i}]\n- macro: macro_{i}\n  condition: proc.name in (list_{i})\n");
        for (var i = 0; i < 10_000; i++)
        {
            text.Append($"- rule: rule {i}\n  desc: d\n  condition: evt.type = open and macro_{i % 1000}\n")
                .Append("  output: \"%fd.name\"\n  priority: INFO\n");
        }
        var set = Load(new LoadOptions(), text.ToString());
        Assert.True(set.IsSuccessful);
        Assert.Equal(10_000, set.Rules.Length);
    }
}
