using System.Text.Json;
using RulesEngine.Compat.Loading;
using RulesEngine.Compiler.Loading;
using RulesEngine.Compiler.Tests.Corpus;

namespace RulesEngine.Compat.Tests.Loading;

/// <summary>The rules that Falco ships, against what it says of them itself.</summary>
public sealed class StockRulesTests
{
    private static readonly string Corpus = Path.Combine(CorpusCases.Root, "../../../../shared/corpus");

    [Theory]
    [InlineData("stable", "falco_rules.yaml")]
    [InlineData("incubating", "falco-incubating_rules.yaml")]
    [InlineData("sandbox", "falco-sandbox_rules.yaml")]
    [InlineData("deprecated", "falco-deprecated_rules.yaml")]
    public void Stock_rules_load_with_the_warnings_that_Falco_gives_and_no_other(string set, string file)
    {
        var loaded = Load(file);
        using var recorded = JsonDocument.Parse(File.ReadAllText(Path.Combine(Corpus, "describe", set + ".validate.json")));
        var expected = recorded.RootElement.GetProperty("falco_load_results")[0].GetProperty("warnings").EnumerateArray()
            .Select(warning => $"{warning.GetProperty("code").GetString()}: {warning.GetProperty("message").GetString()}");
        Assert.Equal(expected, Warnings(loaded));
        Assert.True(loaded.IsUsable);
        Assert.Empty(loaded.Diagnostics);
    }

    [Fact]
    public void All_three_files_together_load_without_a_word()
    {
        var loaded = Load("falco_rules.yaml", "falco-incubating_rules.yaml", "falco-sandbox_rules.yaml");
        Assert.Empty(Warnings(loaded));
        Assert.Empty(loaded.Diagnostics);
        Assert.Equal(93, loaded.Rules.Length);
    }

    private static RuleSet Load(params string[] names)
    {
        Assert.SkipUnless(Directory.Exists(Corpus), "the recorded answers (../shared/corpus) are not here");
        return RuleSetLoader.Load(
            names.Select(name => new RuleFile(name, File.ReadAllBytes(Path.Combine(Corpus, "rules", name)))));
    }

    private static IEnumerable<string> Warnings(RuleSet set) => set.Results
        .SelectMany(result => result.Warnings).Select(issue => $"{LoadCodeNames.Code(issue.Code)}: {issue.Message}");
}
