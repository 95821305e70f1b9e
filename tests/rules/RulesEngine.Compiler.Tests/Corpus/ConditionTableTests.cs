using RulesEngine.Compiler.Checking;
using RulesEngine.Runtime.Evaluation;
using RulesEngine.Runtime.Fields;
using RulesEngine.Syntax.Grammar;
using RulesEngine.Syntax.Printing;

namespace RulesEngine.Compiler.Tests.Corpus;

/// <summary>
/// The tables of <c>corpus/conditions</c>. Below a condition stands what comes of it, a word and a text:
/// <c>prints</c> its normal form, and that alone; <c>means</c> the comparisons with types and constants, <c>events</c> the event types it
/// is tried for, <c>warns</c> a warning; or <c>rejects</c> and <c>fails</c>, the message of the parser and of the checks,
/// with the place where it is not the start. A case says as much as it is about, but all of its warnings.
/// </summary>
public sealed class ConditionTableTests
{
    private static readonly string Folder = Path.Combine(CorpusCases.Root, "conditions");

    private static IEnumerable<TableCase> Cases => CaseTable.Files(CorpusCases.Root, "conditions")
        .SelectMany(file => CaseTable.ReadLines(Path.Combine(Folder, file)));

    public static TheoryData<string> Tables => [.. CaseTable.Files(CorpusCases.Root, "conditions")];

    [Theory]
    [MemberData(nameof(Tables))]
    public void Each_condition_of_a_table_comes_out_as_it_says(string table)
    {
        var cases = CaseTable.ReadLines(Path.Combine(Folder, table)).ToList();
        Assert.Equal(cases.Select(item => item.Title).Distinct(), cases.Select(item => item.Title));
        var wrong = cases
            .Select(item => (item.Title, item.Expected, Actual: Answer(item.Title, item.Expected)))
            .Where(item => item.Expected != item.Actual)
            .Select(item => $"{item.Title}\n    expected {item.Expected}\n    actual   {item.Actual}")
            .ToList();
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public void Every_field_has_a_case_that_compiles_and_one_that_is_refused()
    {
        var compared = Cases.Select(item => Compile(item.Title).Condition).OfType<ConditionNode>()
            .SelectMany(CheckedConditions.Fields).ToHashSet();
        var refused = Cases.Where(item => item.Expected.StartsWith("fails", StringComparison.Ordinal))
            .Select(item => item.Title.Split(' ')[0]).ToHashSet();
        var neverCompared = FieldTable.All.Select(field => field.Name).Except(compared).ToList();
        var neverRefused = FieldTable.All.Select(field => field.Name)
            .Where(name => !refused.Any(left => left.StartsWith(name, StringComparison.Ordinal))).ToList();
        Assert.Empty(neverCompared);
        Assert.Empty(neverRefused);
    }

    [Fact]
    public void Every_operator_of_the_grammar_has_a_case_for_each_modifier_it_takes()
    {
        var printed = string.Join('\n', Cases.Select(item => item.Expected));
        var takesModifier = Operators.Strings.Concat(Operators.StringWords).ToList();
        var missing = takesModifier
            .SelectMany(op => Operators.Modifiers.Select(modifier => $" {op} {modifier} "))
            .Concat(Operators.All.Select(op => $" {op}"))
            .Where(words => !printed.Contains(words, StringComparison.Ordinal)).ToList();
        Assert.Empty(missing);
    }

    [Fact]
    public void Every_transformer_has_a_case()
    {
        var names = Operators.Transformers.Append(Operators.Val).Select(name => name + "(").ToList();
        var shown = Cases.Where(item => item.Expected.Contains("prints", StringComparison.Ordinal))
            .Select(item => item.Expected).ToList();
        var missing = names.Where(name => !shown.Exists(text => text.Contains(name, StringComparison.Ordinal))).ToList();
        Assert.Empty(missing);
    }

    /// <summary>Says about the condition what the case asks for.</summary>
    private static string Answer(string condition, string asked)
    {
        var parsed = ConditionParser.Parse(condition, ConditionParser.RulesFileMaxDepth);
        if (parsed.Error is { } rejection)
            return $"rejects {rejection.Position.Line}:{rejection.Position.Column} {rejection.Message}";
        if (asked.StartsWith("prints", StringComparison.Ordinal))
            return "prints " + ConditionPrinter.Print(parsed.Expression!);
        var result = Compile(condition);
        if (result.Error is { } error)
            return $"fails {(error.Position is { Index: > 0 } at ? $"{at.Line}:{at.Column} " : "")}{error.Message}";

        var checkedLines = CheckedPrinter.Print(result).TrimEnd('\n').Split('\n');
        var means = string.Join(" ", checkedLines.TakeWhile(IsComparison).Select(line => line.Trim()));
        var answers = new List<string>();
        foreach (var word in asked.Split('\n').Select(line => line.Split(' ')[0]).Distinct())
        {
            answers.AddRange(word switch
            {
                "means" => ["means " + means],
                "events" => ["events " + checkedLines[^1]["events: ".Length..]],
                "warns" => [],
                _ => ["compiles"],
            });
        }
        return string.Join('\n', answers.Concat(result.Warnings.Select(warning => "warns " + warning)));
    }

    private static bool IsComparison(string line) =>
        !line.StartsWith("warning: ", StringComparison.Ordinal) && !line.StartsWith("events: ", StringComparison.Ordinal);

    private static CheckResult Compile(string condition) =>
        ConditionParser.Parse(condition, ConditionParser.RulesFileMaxDepth).Expression is { } tree
            ? ConditionChecker.Check(tree, CheckOptions.Default)
            : new CheckResult(null, null, [], Runtime.Events.EventCodeSet.Empty);
}
