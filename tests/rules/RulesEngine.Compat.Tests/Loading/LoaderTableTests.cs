using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using RulesEngine.Compat.Loading;
using RulesEngine.Compat.Surface;
using RulesEngine.Compiler.Loading;
using RulesEngine.Compiler.Resolving;
using RulesEngine.Compiler.Tests.Corpus;
using RulesEngine.Runtime.Matching;
using RulesEngine.Syntax.Printing;

namespace RulesEngine.Compat.Tests.Loading;

/// <summary>
/// The tables of <c>corpus/loader</c>: rules files, and what loading says of them. First the complaints of each file in
/// Falco's words, with the places below where the case names any; then, where all loaded, lists, macros and rules as
/// compiled. What a rule leaves at its default (<c>o</c> for its output, <c>d</c> for its description, INFO) is not shown.
/// </summary>
public sealed partial class LoaderTableTests
{
    private const string Stage = "loader";

    /// <summary>Codes that Falco has words for and no rules file can bring about, with the reason.</summary>
    private static readonly Dictionary<LoadCode, string> Unreachable = new()
    {
        [LoadCode.FileRead] = "a file that cannot be opened ends Falco before there is a result",
        [LoadCode.Extension] = "for programs that embed the engine and add items of their own",
        [LoadCode.ExtensionWarning] = "the same",
    };

    private static readonly List<TableCase> Cases =
    [
        .. CaseTable.Files(CorpusCases.Root, Stage)
            .SelectMany(table => CaseTable.ReadBlocks(Path.Combine(CorpusCases.Root, Stage, table))),
    ];

    public static TheoryData<string> Titles => [.. Cases.Select(item => item.Title)];

    [Theory]
    [MemberData(nameof(Titles))]
    public void Rules_files_load_as_their_case_says(string title)
    {
        var item = Cases.Single(item => item.Title == title);
        var set = Load(item);
        Assert.Equal(item.Expected, Print(set, withPlaces: item.Expected.Contains("\n  at ", StringComparison.Ordinal)));
    }

    [Fact]
    public void Every_load_code_has_a_case_or_a_reason_why_not()
    {
        var said = Cases.SelectMany(item => Load(item).Results)
            .SelectMany(result => result.Errors.Concat(result.Warnings)).Select(issue => issue.Code).ToHashSet();
        Assert.Equal(Enum.GetValues<LoadCode>().Except(said), Unreachable.Keys);
    }

    /// <summary>The keys are those of the schema, which Falco has of its own: none can be forgotten here.</summary>
    [Fact]
    public void Every_key_of_every_item_has_a_case()
    {
        var texts = string.Concat(Cases.SelectMany(item => item.Inputs).Select(input => input.Content));
        using var schema = JsonDocument.Parse(SurfaceText.RuleSchema);
        var missing = schema.RootElement.GetProperty("definitions").EnumerateObject()
            .Where(definition => definition.Value.TryGetProperty("properties", out _))
            .SelectMany(definition => definition.Value.GetProperty("properties").EnumerateObject())
            .Select(property => property.Name)
            .Where(key => !Regex.IsMatch(texts, $@"(^|[\s{{,-]){Regex.Escape(key)}: ?[^\s]", RegexOptions.Multiline));
        Assert.Empty(missing);
    }

    [Fact]
    public void Every_key_that_can_be_overridden_has_a_case_for_both_operations()
    {
        var texts = string.Concat(Cases.SelectMany(item => item.Inputs).Select(input => input.Content));
        using var schema = JsonDocument.Parse(SurfaceText.RuleSchema);
        var keys = schema.RootElement.GetProperty("definitions").GetProperty("Override").GetProperty("properties");
        var missing = keys.EnumerateObject()
            .SelectMany(property => new[] { $"{property.Name}: append", $"{property.Name}: replace" })
            .Where(words => !texts.Contains($"override: {{{words}}}", StringComparison.Ordinal)).ToList();
        Assert.Empty(missing);
    }

    [Fact]
    public void Every_kind_of_place_that_a_report_can_name_has_a_case()
    {
        var named = string.Concat(Cases.Select(item => item.Expected));
        PlaceKind[] never = [PlaceKind.RulesContent, PlaceKind.RuleOutputExpression, PlaceKind.ExtensionItem];
        var missing = Enum.GetValues<PlaceKind>().Except(never)
            .Select(LoadResultText.KindWord)
            .Where(word => !PlaceWords().Matches(named).Any(match => match.Groups[1].Value == word));
        Assert.Empty(missing);
    }

    [GeneratedRegex("(?:at|>) ([a-z_ ]+?)(?: '[^']*')? [0-9]+:[0-9]+")]
    private static partial Regex PlaceWords();

    private static RuleSet Load(TableCase item) => RuleSetLoader.Load(
        item.Inputs.Select(input => new RuleFile(input.Name, Encoding.UTF8.GetBytes(input.Content))));

    private static string Print(RuleSet set, bool withPlaces)
    {
        var lines = new List<string>();
        foreach (var result in set.Results)
        {
            if (set.Results.Length > 1)
                lines.Add("file " + result.Name);
            foreach (var issue in result.Errors.Concat(result.Warnings))
            {
                lines.Add($"{LoadCodeNames.Code(issue.Code)}: {issue.Message}");
                if (withPlaces)
                    lines.Add("  at " + Place(issue.Place));
            }
        }
        if ((set.UnmetRequirement ?? set.RuntimeError) is { } end)
            lines.Add("ends: " + end);
        if (!set.IsSuccessful)
            return string.Join('\n', lines);

        if (set.RequiredEngine > default(EngineVersion))
            lines.Add($"needs engine {set.RequiredEngine}");
        lines.AddRange(set.PluginRequirements.Select(requirement =>
            "needs " + string.Join(" or ", requirement.Alternatives.Select(plugin => $"{plugin.Name} {plugin.Version}"))));
        lines.AddRange(set.Lists.Select(list => $"list {list.Name}: {string.Join(" | ", list.Items)}"));
        lines.AddRange(set.Macros.Select(macro => $"macro {macro.Name}: {ConditionPrinter.Print(macro.Condition)}"));
        lines.AddRange(set.Rules.SelectMany(Print));
        return string.Join('\n', lines);
    }

    private static IEnumerable<string> Print(CheckedRule item)
    {
        var (rule, document) = (item.Rule, item.Rule.Document);
        yield return $"rule {rule.Name}: {ConditionPrinter.Print(rule.Condition)}";
        if (rule.Output != "o")
            yield return $"  output: {rule.Output}";
        if (rule.Description != "d")
            yield return $"  desc: {rule.Description}";
        if (rule.Priority != RulePriority.Informational)
            yield return $"  priority: {rule.Priority.ToName()}";
        if (rule.Tags.Count > 0)
            yield return $"  tags: {string.Join(' ', rule.Tags)}";
        if (!document.Enabled)
            yield return "  disabled";
        if (document.Capture || document.CaptureDuration > 0)
            yield return $"  capture: {document.Capture} {document.CaptureDuration}";
    }

    private static string Place(LoadPlace place) =>
        string.Join(" > ", place.Steps().Skip(1).DefaultIfEmpty(place).Select(Step));

    private static string Step(LoadPlace step)
    {
        var name = step.Name.Length > 0 ? $" '{step.Name}'" : "";
        return $"{LoadResultText.KindWord(step.Kind)}{name} {step.Mark.Line}:{step.Mark.Column}";
    }
}
