using System.Text;
using RulesEngine.Compiler.Loading;
using RulesEngine.Compiler.Resolving;
using RulesEngine.Runtime.Matching;
using RulesEngine.Syntax.Diagnostics;
using RulesEngine.Syntax.Printing;

namespace RulesEngine.Compiler.Tests.Corpus;

/// <summary>The stages <c>loading</c> and <c>resolving</c> of the corpus: rules files in, rules or complaints out.</summary>
public sealed class LoadingCorpusTests
{
    private const string Input = "in.yaml";

    public static TheoryData<string> LoadingClaims => [.. CorpusCases.Claims("loading")];

    public static TheoryData<string> ResolvingClaims => [.. CorpusCases.Claims("resolving")];

    /// <summary>
    /// <c>diagnostics.txt</c> is what a check prints, <c>issues.txt</c> the load errors and warnings by Falco's class.
    /// </summary>
    [Theory]
    [MemberData(nameof(LoadingClaims))]
    public void A_file_is_reported_as_its_folder_claims(string claim)
    {
        var check = Load("loading", claim, stopAtFirstError: false);
        var load = Load("loading", claim, stopAtFirstError: true);
        var issues = load.Results.SelectMany(result => result.Errors.Concat(result.Warnings));
        CorpusCases.Check(
            "loading",
            claim,
            ("diagnostics.txt", NullIfEmpty(string.Concat(check.Diagnostics.Select(DiagnosticPrinter.Print)))),
            ("issues.txt", NullIfEmpty(string.Concat(issues.Select(Print)))));
    }

    /// <summary><c>resolved.txt</c> shows each rule with everything folded in.</summary>
    [Theory]
    [MemberData(nameof(ResolvingClaims))]
    public void Rules_become_what_their_folder_claims(string claim)
    {
        var set = Load("resolving", claim, stopAtFirstError: true);
        Assert.True(set.IsUsable, string.Concat(set.Diagnostics.Select(DiagnosticPrinter.Print)));
        CorpusCases.Check("resolving", claim, ("resolved.txt", string.Join('\n', set.Rules.Select(Print))));
    }

    /// <summary>Codes that no file of a case brings about: other tests make them.</summary>
    private static readonly string[] MadeByTests = ["RE4004", "RE4006", "RE4007", "RE5014", "RE5016"];

    [Fact]
    public void Every_code_has_a_case()
    {
        var shown = string.Concat(Directory.GetFiles(CorpusCases.Root, "diagnostics.txt", SearchOption.AllDirectories)
            .Select(File.ReadAllText));
        var silent = Catalog.All.Select(kind => kind.Code)
            .Where(code => !shown.Contains(code, StringComparison.Ordinal));
        Assert.Equal(MadeByTests, silent);
    }

    private static RuleSet Load(string stage, string claim, bool stopAtFirstError)
    {
        var content = Encoding.UTF8.GetBytes(CorpusCases.Read(stage, claim, Input));
        return RuleSetLoader.Load(
            [new RuleFile(Input, content)],
            new LoadOptions { StopAtFirstError = stopAtFirstError, ExportedActions = new HashSet<string> { "notify" } });
    }

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;

    private static string Print(LoadIssue issue)
    {
        var steps = string.Join(" > ", issue.Place.Steps().Select(step =>
            $"{step.Kind}{(step.Name.Length > 0 ? $" '{step.Name}'" : "")} {step.Mark.Line}:{step.Mark.Column}"));
        return $"{issue.Code}: {issue.Message}\n  {steps}\n";
    }

    private static string Print(CheckedRule item)
    {
        var rule = item.Rule;
        var text = new StringBuilder();
        text.Append($"rule {rule.Name}\n");
        text.Append($"  {rule.Priority.ToName()}{(rule.IsEnabled ? "" : ", off")}");
        text.Append($"{(rule.Tags.Count > 0 ? ", tags " + string.Join(' ', rule.Tags) : "")}\n");
        text.Append($"  condition {ConditionPrinter.Print(rule.Condition)}\n");
        text.Append($"  output {rule.Output}\n");
        if (!rule.ActionWords.IsEmpty)
            text.Append($"  {rule.Mode} {string.Join(' ', rule.ActionWords)}, errno {rule.Errno}\n");
        return text.ToString();
    }
}
