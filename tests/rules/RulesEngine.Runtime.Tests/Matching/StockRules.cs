using System.Collections.Immutable;
using RulesEngine.Compiler.Indexing;
using RulesEngine.Compiler.Loading;

namespace RulesEngine.Runtime.Tests.Matching;

/// <summary>The rule files of Falco, loaded and checked.</summary>
internal static class StockRules
{
    private static readonly string[] Files = ["falco_rules.yaml", "falco-incubating_rules.yaml",
        "falco-sandbox_rules.yaml"];

    /// <summary>The rules with their names, in the order of definition.</summary>
    public static ImmutableArray<(string Name, MatchRule Rule)> Load()
    {
        var folder = Path.Combine(Captures.Corpus, "rules");
        var loaded = RuleSetLoader.Load(Files.Select(name =>
            new RuleFile(name, File.ReadAllBytes(Path.Combine(folder, name)))));
        Assert.True(loaded.IsSuccessful);
        return
        [
            .. loaded.Rules.Where(rule => rule.Rule.Source == "syscall")
                .Select(rule => (rule.Name, new MatchRule(rule.Condition, rule.EventCodes))),
        ];
    }
}
