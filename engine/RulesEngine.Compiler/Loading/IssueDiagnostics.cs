using RulesEngine.Compiler.Loading.Yaml;
using RulesEngine.Runtime.Fields;
using RulesEngine.Syntax.Diagnostics;
using RulesEngine.Syntax.Grammar;

namespace RulesEngine.Compiler.Loading;

/// <summary>
/// Load errors in our form, for people: at the exact place, conditions included, with a guess at what was meant. Warnings
/// follow where a check was asked for; they are Falco's and would drown the log of a running engine.
/// </summary>
internal static class IssueDiagnostics
{
    private const string NoSuchField = "filter_check called with nonexistent field ";

    private const string NoSuchOutputField = "unknown filter:";

    private const string NoSuchOperator = "expected a valid check operator";

    public static void Add(IEnumerable<LoadResult> results, bool withWarnings, DiagnosticSink sink)
    {
        foreach (var result in results)
        {
            foreach (var issue in result.Errors)
                AddError(issue, sink);
            foreach (var issue in result.Warnings.Where(issue => withWarnings && !issue.IsOwnExtension))
                sink.Add(Catalog.LoadWarning, issue.Place.FileName, MarkOf(issue, sink), Words(issue));
        }
    }

    private static void AddError(LoadIssue issue, DiagnosticSink sink)
    {
        var (file, mark) = (issue.Place.FileName, MarkOf(issue, sink));
        if (issue.Code == LoadCode.CompileCondition && issue.Anchor is { } anchor)
        {
            AddConditionError(issue.Message, anchor, mark, sink);
            return;
        }
        if (issue is { Code: LoadCode.CompileOutput, Anchor: { } output } && issue.Message.StartsWith(NoSuchOutputField, StringComparison.Ordinal))
        {
            AddOutputError(output, mark, sink);
            return;
        }
        var kind = issue.Code switch
        {
            LoadCode.YamlParse => Catalog.NotYaml,
            LoadCode.YamlValidate => Catalog.ItemShape,
            LoadCode.CompileCondition => Catalog.ConditionMeaning,
            LoadCode.CompileOutput => Catalog.OutputMeaning,
            _ => Catalog.ItemMeaning,
        };
        sink.Add(kind, issue.Anchor?.Condition.FileName ?? file, mark, Words(issue));
    }

    /// <summary>Falco says that it met an unexpected token; what it met is a name that is no field.</summary>
    private static void AddOutputError(ConditionAnchor anchor, YamlMark mark, DiagnosticSink sink)
    {
        var word = WordAt(anchor.Text, anchor.Position.Index + 1).TrimEnd('.', ':', ';', '%');
        if (Nearest.Find(word, FieldTable.All.Select(definition => definition.Name)) is { } meant)
            sink.Add(Catalog.UnknownField, anchor.Condition.FileName, mark, word, meant);
        else
            sink.Add(Catalog.OutputMeaning, anchor.Condition.FileName, mark, $"there is no field `{word}`");
    }

    private static void AddConditionError(string message, ConditionAnchor anchor, YamlMark mark, DiagnosticSink sink)
    {
        var file = anchor.Condition.FileName;
        if (message.StartsWith(NoSuchField, StringComparison.Ordinal))
        {
            var field = message[NoSuchField.Length..];
            if (Nearest.Find(field, FieldTable.All.Select(definition => definition.Name)) is { } meant)
            {
                sink.Add(Catalog.UnknownField, file, mark, field, meant);
                return;
            }
        }
        else if (message.StartsWith(NoSuchOperator, StringComparison.Ordinal))
        {
            var word = WordAt(anchor.Text, anchor.Position.Index);
            if (Nearest.Find(word, Operators.All) is { } meant)
            {
                sink.Add(Catalog.UnknownOperator, file, mark, word, meant);
                return;
            }
        }
        sink.Add(anchor.IsSyntax ? Catalog.ConditionSyntax : Catalog.ConditionMeaning, file, mark, message);
    }

    private static YamlMark MarkOf(LoadIssue issue, DiagnosticSink sink) => issue.Anchor is { } anchor
        ? ConditionLocator.Find(
            sink.Content(anchor.Condition.FileName), anchor.Condition.Mark, anchor.Text, anchor.Position.Index)
        : issue.Place.FileMark;

    private static string Words(LoadIssue issue) => issue switch
    {
        { Code: LoadCode.YamlParse } => issue.Message[(issue.Message.LastIndexOf(": ", StringComparison.Ordinal) + 2)..],
        { Code: LoadCode.UnsafeNaCheck } => "comparing with <NA> is unsafe, use `exists`",
        { DeprecatedField: { } field } => $"{field} is deprecated: {issue.Message}",
        _ => issue.Message,
    };

    /// <summary>The word that starts at a byte of the condition.</summary>
    private static string WordAt(string condition, int index)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(condition);
        var rest = bytes.AsSpan(Math.Min(index, bytes.Length));
        var end = rest.IndexOfAny(" \t\r\n(),="u8);
        return System.Text.Encoding.UTF8.GetString(end < 0 ? rest : rest[..end]);
    }
}
