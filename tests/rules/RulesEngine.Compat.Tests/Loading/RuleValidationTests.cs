using System.Text;
using RulesEngine.Compat.Loading;
using RulesEngine.Compiler.Loading;

namespace RulesEngine.Compat.Tests.Loading;

public sealed class RuleValidationTests
{
    private const string Rule = "- rule: a\n  desc: d\n  condition: evt.type = open\n  output: \"%fd.name\"\n  priority: INFO\n";

    private static RuleValidationOutcome Validate(string text, bool asJson = false) => RuleValidation.Run(
        [new RuleFile("r.yaml", Encoding.UTF8.GetBytes(text))], new LoadOptions(), asJson);

    [Fact]
    public void A_sound_file_is_ok_in_one_line()
    {
        var outcome = Validate(Rule);
        Assert.Equal(("r.yaml: Ok\n", 0), (outcome.StandardOutput, outcome.ExitCode));
        Assert.Equal(["Validating rules file(s):", "   r.yaml"], outcome.LogLines);
    }

    [Fact]
    public void Warnings_go_to_the_log_only()
    {
        var outcome = Validate("- thing: x\n" + Rule);
        Assert.Equal("r.yaml: Ok, with warnings\n", outcome.StandardOutput);
        Assert.Contains("LOAD_UNKNOWN_ITEM (Unknown rules file item): Unknown top level item", outcome.LogLines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Errors_are_shown_with_places_and_a_snippet()
    {
        var outcome = Validate("- rule: a\n  desc: d\n  condition: evt.type = open\n  priority: INFO\n");
        Assert.Equal(1, outcome.ExitCode);
        Assert.Equal(
            "r.yaml: Invalid\n1 Errors:\nIn rules content: (r.yaml:0:0)\n    rule 'a': (r.yaml:0:2)\n------\n- rule: a\n  ^\n------\n"
                + "LOAD_ERR_YAML_VALIDATE (Error validating internal structure of YAML file): Item has no mapping for key 'output'\n\n",
            outcome.StandardOutput);
        Assert.Equal("Error: " + outcome.StandardOutput, outcome.ErrorLine + "\n");
    }

    [Fact]
    public void Json_holds_every_location_with_its_offset()
    {
        var outcome = Validate("- rule: a\n  priority: é\n  desc: d\n  condition: c\n  output: o\n", asJson: true);
        Assert.Contains(
            "{\"item_name\":\"\",\"item_type\":\"rule priority\",\"position\":{\"column\":12,\"line\":1,\"name\":\"r.yaml\",\"offset\":22}}",
            outcome.StandardOutput,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Our_own_keys_are_unknown_keys_to_falco()
    {
        var outcome = Validate(Rule + "  action: deny\n");
        Assert.Contains("Unknown key 'action'. The key will be ignored.", outcome.LogLines[^1], StringComparison.Ordinal);
        Assert.Contains("'action'.\n", outcome.LogLines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void An_unmet_plugin_requirement_is_no_result_but_the_end()
    {
        var outcome = Validate("- required_plugin_versions:\n  - name: json\n    version: 1.0.0\n", asJson: true);
        Assert.Equal("", outcome.StandardOutput);
        Assert.Equal("Error: Plugin requirement not satisfied, must load one of: json (>= 1.0.0)", outcome.ErrorLine);
    }

    [Fact]
    public void A_long_line_is_cut_around_the_caret()
    {
        var condition = "evt.type = open and proc.name in (" + string.Join(", ", Enumerable.Range(0, 80)) + ") and proc.nope = 1";
        var outcome = Validate(Rule.Replace("evt.type = open", condition, StringComparison.Ordinal));
        var snippet = outcome.StandardOutput.Split("------\n")[1];
        Assert.StartsWith("...", snippet, StringComparison.Ordinal);
        Assert.All(snippet.Split('\n'), line => Assert.True(line.Length <= 161));
    }
}
