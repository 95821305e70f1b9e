using System.Text;
using RulesEngine.Compiler.Loading;
using RulesEngine.Compiler.Testing;
using RulesEngine.Syntax.Diagnostics;

namespace RulesEngine.Compiler.Tests.Corpus;

/// <summary>The stage <c>testing</c> of the corpus: files of rule tests in, complaints out.</summary>
public sealed class TestingCorpusTests
{
    public static TheoryData<string> Claims => [.. CorpusCases.Claims("testing")];

    /// <summary><c>diagnostics.txt</c> is what is wrong with the tests, alone and beside <c>rules.yaml</c>.</summary>
    [Theory]
    [MemberData(nameof(Claims))]
    public void A_file_of_tests_is_reported_as_its_folder_claims(string claim)
    {
        var source = Read(claim, "in.yaml");
        var (file, mistakes) = RuleTestReader.Read(source);
        var rules = RuleSetLoader.Load([Read(claim, "rules.yaml")]).Rules;
        var text = string.Concat(mistakes.Concat(RuleTestChecks.Names(source, file, rules)).Select(DiagnosticPrinter.Print));
        CorpusCases.Check("testing", claim, ("diagnostics.txt", text.Length == 0 ? null : text));
    }

    [Fact]
    public void A_range_beyond_the_end_of_its_capture_is_reported_at_the_range()
    {
        var source = new RuleFile("in.yaml", "tests:\n  - {name: a, capture: x, events: 3-9, not: one}\n"u8.ToArray());
        var range = RuleTestReader.Read(source).File.Tests[0].Capture!;
        Assert.Empty(RuleTestChecks.Range(source, range, last: 9));
        var problem = Assert.Single(RuleTestChecks.Range(source, range, last: 8));
        Assert.Equal(("RE5014", 2, 35), (problem.Code, problem.Line, problem.Column));
    }

    private static RuleFile Read(string claim, string name) =>
        new(name, Encoding.UTF8.GetBytes(CorpusCases.Read("testing", claim, name)));
}
