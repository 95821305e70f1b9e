using System.Text.Json;

namespace RulesEngine.Host.Tests;

/// <summary>What <c>rulesengine check</c> prints beside the complaints, and how it ends.</summary>
public sealed class CheckTests : IDisposable
{
    private const string Rules = """
        - rule: blocks
          desc: d
          condition: evt.type = openat and fd.name = /etc/shadow
          output: o
          priority: WARNING
          action: deny
        - rule: alerts
          desc: d
          condition: evt.type = unlink and proc.name = a and proc.name = b
          output: o
          priority: WARNING
          enabled: false

        """;

    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public void The_tier_stands_beside_each_rule_and_warnings_do_not_change_the_exit_code()
    {
        var file = _workspace.Write("rules.yaml", Rules);
        var outcome = Engine.Run("check", file);
        Assert.Equal(0, outcome.Exit);
        Assert.Contains("warning RE3010", outcome.Output, StringComparison.Ordinal);
        Assert.EndsWith($"\n{file}:1  inline  blocks\n{file}:7  detect  alerts (off)\n2 rules, 0 errors, 1 warnings\n", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_holds_the_diagnostics_and_the_tiers()
    {
        var outcome = Engine.Run("check", "--format", "json", _workspace.Write("rules.yaml", Rules));
        using var json = JsonDocument.Parse(outcome.Output);
        Assert.Equal("RE3010", json.RootElement.GetProperty("diagnostics")[0].GetProperty("code").GetString());
        var rules = json.RootElement.GetProperty("rules").EnumerateArray().ToList();
        Assert.Equal(["inline", "detect"], rules.Select(rule => rule.GetProperty("tier").GetString()));
        Assert.Equal([1, 7], rules.Select(rule => rule.GetProperty("line").GetInt32()));
        Assert.Equal([true, false], rules.Select(rule => rule.GetProperty("enabled").GetBoolean()));
    }

    [Fact]
    public void Sarif_points_at_the_line()
    {
        var outcome = Engine.Run("check", "--format", "sarif", _workspace.Write("rules.yaml", Rules.Replace("fd.name", "fd.nmae", StringComparison.Ordinal)));
        Assert.Equal(1, outcome.Exit);
        using var json = JsonDocument.Parse(outcome.Output);
        var result = json.RootElement.GetProperty("runs")[0].GetProperty("results")[0];
        Assert.Equal("RE3003", result.GetProperty("ruleId").GetString());
        Assert.Equal(3, result.GetProperty("locations")[0].GetProperty("physicalLocation").GetProperty("region").GetProperty("startLine").GetInt32());
    }

    [Theory]
    [InlineData("falco_rules.yaml")]
    [InlineData("falco-incubating_rules.yaml")]
    [InlineData("falco-sandbox_rules.yaml")]
    public void A_stock_file_gives_no_complaint(string name)
    {
        var file = Path.Combine(Engine.Corpus, "rules", name);
        Assert.SkipUnless(File.Exists(file), "the corpus ../shared/corpus is not here");
        var outcome = Engine.Run("check", file);
        Assert.Equal(0, outcome.Exit);
        Assert.EndsWith(" rules, 0 errors, 0 warnings\n", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_rule_of_one_stock_file_that_another_hides_is_named()
    {
        string[] files = [.. new[] { "falco_rules.yaml", "falco-incubating_rules.yaml", "falco-sandbox_rules.yaml" }
            .Select(name => Path.Combine(Engine.Corpus, "rules", name))];
        Assert.SkipUnless(files.All(File.Exists), "the corpus ../shared/corpus is not here");
        var outcome = Engine.Run(["check", .. files]);
        var hidden = outcome.Output.Split('\n').Where(line => line.Contains("RE3011", StringComparison.Ordinal)).ToList();
        Assert.Contains("`Network Tool Executed During NPM Package Install`", Assert.Single(hidden), StringComparison.Ordinal);
        Assert.DoesNotContain("RE3010", outcome.Output, StringComparison.Ordinal);
    }
}
