using System.Globalization;
using System.Text;
using RulesEngine.Compiler.Loading;

namespace RulesEngine.Compat.Loading;

/// <summary>A load result in Falco's two textual forms: codes only, or with places and snippets.</summary>
public static class LoadResultText
{
    private static readonly string[] KindWords =
    [
        "value for", "exceptions", "exception", "exception values", "exception value", "rules content",
        "rules content item", "required_engine_version", "required plugin versions", "required plugin versions entry",
        "required plugin versions alternative", "list", "list item", "macro", "macro condition", "rule",
        "rule condition", "condition expression", "rule output", "rule output expression", "rule priority",
        "overrides", "extension item",
    ];

    public static string KindWord(PlaceKind kind) => KindWords[(int)kind];

    /// <summary>The findings to show: none where the schema check found the file valid or did not run.</summary>
    public static IReadOnlyList<string> SchemaWarnings(LoadResult result) =>
        result.SchemaFindings is ["ok", ..] ? [] : result.SchemaFindings;

    public static string Summary(LoadResult result)
    {
        var text = new StringBuilder(Headline(result));
        AppendCount(text, "schema warnings", SchemaWarnings(result));
        AppendCount(text, "errors", [.. result.Errors.Select(Coded)]);
        AppendCount(text, "warnings", [.. result.Warnings.Select(Coded)]);
        return text.ToString();
    }

    public static string Verbose(LoadResult result, IReadOnlyDictionary<string, ReadOnlyMemory<byte>> contents)
    {
        var text = new StringBuilder(Headline(result));
        if (SchemaWarnings(result) is { Count: > 0 } findings)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{findings.Count} Schema warnings:\n------\n");
            foreach (var finding in findings)
                text.Append(finding).Append("\n------\n");
        }
        AppendIssues(text, "Errors", result.Errors, contents);
        AppendIssues(text, "Warnings", result.Warnings, contents);
        return text.ToString();
    }

    private static string Headline(LoadResult result)
    {
        var state = !result.Successful ? "Invalid" : result.Warnings.Count > 0 ? "Ok, with warnings" : "Ok";
        return result.Name.Length > 0 ? $"{result.Name}: {state}" : state;
    }

    private static string Coded(LoadIssue issue) =>
        $"{LoadCodeNames.Code(issue.Code)} ({LoadCodeNames.Short(issue.Code)})";

    private static void AppendCount(StringBuilder text, string what, IReadOnlyList<string> entries)
    {
        if (entries.Count > 0)
            text.Append(CultureInfo.InvariantCulture, $"\n {entries.Count} {what}: [{string.Join(' ', entries)}]");
    }

    private static void AppendIssues(
        StringBuilder text,
        string title,
        IReadOnlyList<LoadIssue> issues,
        IReadOnlyDictionary<string, ReadOnlyMemory<byte>> contents)
    {
        if (issues.Count == 0)
            return;
        text.Append(CultureInfo.InvariantCulture, $"\n{issues.Count} {title}:\n");
        foreach (var issue in issues)
        {
            AppendSteps(text, issue.Place);
            text.Append("------\n").Append(PlaceSnippet.Print(issue.Place, contents)).Append("------\n");
            var field = issue.DeprecatedField is { } name ? $": field '{name}'" : "";
            text.Append(LoadCodeNames.Code(issue.Code)).Append(" (").Append(LoadCodeNames.Short(issue.Code))
                .Append(field).Append("): ").Append(issue.Message).Append('\n');
        }
    }

    private static void AppendSteps(StringBuilder text, LoadPlace place)
    {
        foreach (var step in place.Steps())
        {
            text.Append(step.Parent is null ? "In " : "    ").Append(KindWord(step.Kind));
            if (step.Name.Length > 0)
                text.Append(" '").Append(step.Name).Append('\'');
            text.Append(CultureInfo.InvariantCulture, $": ({step.Source}:{step.Mark.Line}:{step.Mark.Column})\n");
        }
    }
}
