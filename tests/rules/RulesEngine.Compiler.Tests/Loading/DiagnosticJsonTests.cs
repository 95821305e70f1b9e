using System.Text;
using System.Text.Json;
using RulesEngine.Compiler.Loading;
using RulesEngine.Syntax.Diagnostics;

namespace RulesEngine.Compiler.Tests.Loading;

public sealed class DiagnosticJsonTests
{
    private static List<Diagnostic> Diagnostics()
    {
        var text = "- rule: a\n  desc: d\n  condition: evt.type = open and fd.nmae = \"é\"\n  output: o\n  priority: HIGH\n";
        var files = new[] { new RuleFile("dir/r.yaml", Encoding.UTF8.GetBytes(text)) };
        return [.. RuleSetLoader.Load(files, new LoadOptions { StopAtFirstError = false }).Diagnostics];
    }

    [Fact]
    public void Json_says_what_the_text_says()
    {
        using var json = JsonDocument.Parse(DiagnosticJson.Written(report => DiagnosticJson.Write(report, Diagnostics())));
        var first = json.RootElement[0];
        Assert.Equal("RE3003", first.GetProperty("code").GetString());
        Assert.Equal(("error", 3), (first.GetProperty("severity").GetString(), first.GetProperty("line").GetInt32()));
    }

    [Fact]
    public void Sarif_declares_every_rule_it_reports()
    {
        using var json = JsonDocument.Parse(DiagnosticJson.PrintSarif(Diagnostics(), "1.2.3"));
        var run = json.RootElement.GetProperty("runs")[0];
        var declared = run.GetProperty("tool").GetProperty("driver").GetProperty("rules").EnumerateArray()
            .Select(rule => rule.GetProperty("id").GetString()).ToHashSet();
        var results = run.GetProperty("results").EnumerateArray().ToList();
        Assert.NotEmpty(results);
        Assert.All(results, result => Assert.Contains(result.GetProperty("ruleId").GetString(), declared));
    }
}
