using RulesEngine.Compiler.Checking;
using RulesEngine.Runtime.Evaluation;
using RulesEngine.Syntax.Grammar;
using RulesEngine.Syntax.Printing;

namespace RulesEngine.Compiler.Tests.Corpus;

/// <summary>The stages <c>syntax</c> and <c>checking</c> of the corpus.</summary>
public sealed class ConditionCorpusTests
{
    private const string Input = "in.txt";

    public static TheoryData<string> SyntaxClaims => [.. CorpusCases.Claims("syntax")];

    public static TheoryData<string> CheckingClaims => [.. CorpusCases.Claims("checking")];

    /// <summary><c>printed.txt</c> is the normal form, <c>error.txt</c> the message with its place.</summary>
    [Theory]
    [MemberData(nameof(SyntaxClaims))]
    public void A_text_is_read_as_its_folder_claims(string claim)
    {
        var result = ConditionParser.Parse(CorpusCases.Read("syntax", claim, Input).TrimEnd('\n'));
        CorpusCases.Check(
            "syntax",
            claim,
            ("printed.txt", result.Expression is { } tree ? ConditionPrinter.Print(tree) + "\n" : null),
            ("error.txt", result.Error is { } e ? $"{e.Position.Line}:{e.Position.Column} {e.Message}\n" : null));
    }

    /// <summary><c>checked.txt</c> is the condition with types and constants, <c>error.txt</c> the message.</summary>
    [Theory]
    [MemberData(nameof(CheckingClaims))]
    public void A_condition_means_what_its_folder_claims(string claim)
    {
        var result = Check(claim);
        CorpusCases.Check(
            "checking",
            claim,
            ("checked.txt", result.Error is null ? CheckedPrinter.Print(result) : null),
            ("error.txt", result.Error is { } e ? $"{e.Stage}{Place(e)}: {e.Message}\n" : null));
    }

    [Fact]
    public void Every_operator_modifier_and_transformer_has_a_case()
    {
        var comparisons = CorpusCases.Claims("checking").Select(Check)
            .Where(result => result.Condition is not null)
            .SelectMany(result => CheckedConditions.Comparisons(result.Condition!))
            .ToList();
        Assert.Empty(Enum.GetValues<ComparisonOperator>().Except(comparisons.Select(c => c.Operator)));
        Assert.Empty(Enum.GetValues<OperatorModifier>().Except(comparisons.Select(c => c.Modifier)));
        Assert.Empty(Enum.GetValues<TransformerKind>().Except(
            comparisons.Select(c => c.Left).OfType<TransformerSource>().Select(source => source.Kind)));
    }

    private static CheckResult Check(string claim)
    {
        var parsed = ConditionParser.Parse(CorpusCases.Read("checking", claim, Input).TrimEnd('\n'));
        Assert.True(parsed.Error is null, $"{claim}: {parsed.Error?.Message}");
        return ConditionChecker.Check(parsed.Expression!, CheckOptions.Default);
    }

    private static string Place(CheckError error) =>
        error.Position is { } at ? $" {at.Line}:{at.Column}" : "";
}
