using System.Text;
using RulesEngine.Compiler.Indexing;
using RulesEngine.Compiler.Loading;
using RulesEngine.Compiler.Tests.Corpus;
using RulesEngine.Compiler.Tests.Support;

namespace RulesEngine.Compiler.Tests.Indexing;

/// <summary>
/// The stage <c>indexing</c> of the corpus: rules files with the look-ups and clauses that the user half of the index
/// has for them, in <c>plan.txt</c>.
/// </summary>
public sealed class IndexCorpusTests
{
    public static TheoryData<string> Claims => [.. CorpusCases.Claims("indexing")];

    [Theory]
    [MemberData(nameof(Claims))]
    public void Rules_are_indexed_as_their_folder_claims(string claim)
    {
        var loaded = RuleSetLoader.Load(
            [new RuleFile("in.yaml", Encoding.UTF8.GetBytes(CorpusCases.Read("indexing", claim, "in.yaml")))]);
        Assert.True(loaded.IsSuccessful);
        var plan = MatchPlanner.Plan([.. loaded.Rules.Select(rule => new MatchRule(rule.Condition, rule.EventCodes))]);
        CorpusCases.Check("indexing", claim,
            ("plan.txt", MatchPlanPrinter.Print(plan, [.. loaded.Rules.Select(rule => rule.Name)])));
    }
}
