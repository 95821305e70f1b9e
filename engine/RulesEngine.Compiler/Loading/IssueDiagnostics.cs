using RulesEngine.Compiler.Loading.Yaml;
using RulesEngine.Runtime.Events;
using RulesEngine.Runtime.Fields;
using RulesEngine.Syntax.Diagnostics;
using RulesEngine.Syntax.Grammar;

namespace RulesEngine.Compiler.Loading;

/// <summary>
/// Load errors in our form, for people: at the exact place, conditions included, with a guess at what was meant. Warnings
/// follow where a check was asked for; they are Falco's and would drown the log of a running engine.
/// </summary>
internal sealed class IssueDiagnostics(DiagnosticSink sink, IReadOnlyCollection<MacroDocument> macros)
{
    private static readonly string[] ItemKinds =
        ["rule", "macro", "list", "required_engine_version", "required_plugin_versions", "enforce"];

    private static readonly string[] Sources = ["syscall"];

    private const string NoSuchField = "filter_check called with nonexistent field ";

    private const string NoSuchOutputField = "unknown filter:";

    private const string NoSuchOperator = "expected a valid check operator";

    private const string NoSuchEventType = "unknown event type ";

    private const string NoSuchMacro = "Undefined macro '";

    public void Add(IEnumerable<LoadResult> results, bool withWarnings)
    {
        foreach (var result in results)
        {
            foreach (var issue in result.Errors)
                AddError(issue);
            foreach (var issue in result.Warnings.Where(issue => withWarnings && !issue.IsOwnExtension))
                AddWarning(issue);
        }
    }

    private void AddWarning(LoadIssue issue)
    {
        var (file, mark) = (issue.Place.FileName, MarkOf(issue));
        var word = issue.Code == LoadCode.UnknownSource ? SourceOf(issue) : issue.Word is { IsScalar: true } node ? node.Text : "";
        var meant = issue.Code switch
        {
            LoadCode.UnknownItem => Nearest.Find(word, ItemKinds),
            LoadCode.UnknownKey => Nearest.Find(word, KeysOf(issue.Place.Kind)),
            LoadCode.UnknownSource => Nearest.Find(word, Sources),
            _ => null,
        };
        if (meant is null)
            sink.Add(Catalog.LoadWarning, file, mark, Words(issue));
        else
            sink.Add(issue.Code == LoadCode.UnknownSource ? Catalog.UnknownSource : Catalog.UnknownKey, file, mark, word, meant);
    }

    /// <summary>Falco's words are: Unknown source X, skipping.</summary>
    private static string SourceOf(LoadIssue issue) => issue.Message["Unknown source ".Length..].Split(',')[0];

    private static IEnumerable<string> KeysOf(PlaceKind item) => item switch
    {
        PlaceKind.List => RuleReader.ListKeys,
        PlaceKind.Macro => RuleReader.MacroKeys,
        _ => RuleReader.RuleKeys.Concat(EnforcementReader.RuleKeys),
    };

    private void AddError(LoadIssue issue)
    {
        var (file, mark) = (issue.Place.FileName, MarkOf(issue));
        if (issue.Code == LoadCode.CompileCondition && issue.Anchor is { } anchor)
        {
            AddConditionError(issue.Message, anchor, mark);
            return;
        }
        if (issue is { Code: LoadCode.CompileOutput, Anchor: { } output } && issue.Message.StartsWith(NoSuchOutputField, StringComparison.Ordinal))
        {
            AddOutputError(output, mark);
            return;
        }
        if (issue is { Code: LoadCode.Validate, Anchor: { } reference } && issue.Message.StartsWith(NoSuchMacro, StringComparison.Ordinal))
        {
            AddMacroError(issue.Message.Split('\'')[1], reference.Condition.FileName, mark);
            return;
        }
        if (issue.Place.Kind == PlaceKind.RulePriority)
        {
            sink.Add(Catalog.UnknownPriority, file, mark, issue.Word is { IsScalar: true } word ? word.Text : "");
            return;
        }
        var kind = issue.Code switch
        {
            LoadCode.YamlParse when issue.Message.EndsWith("illegal map value", StringComparison.Ordinal) => Catalog.MapInText,
            LoadCode.YamlParse when issue.Message.Contains("illegal tab", StringComparison.Ordinal) => Catalog.TabIndents,
            LoadCode.YamlParse => Catalog.NotYaml,
            LoadCode.YamlValidate => Catalog.ItemShape,
            LoadCode.CompileCondition => Catalog.ConditionMeaning,
            LoadCode.CompileOutput => Catalog.OutputMeaning,
            _ => Catalog.ItemMeaning,
        };
        sink.Add(kind, issue.Anchor?.Condition.FileName ?? file, mark, Words(issue));
    }

    /// <summary>Falco says that it met an unexpected token; what it met, behind a width, is a name that is no field.</summary>
    private void AddOutputError(ConditionAnchor anchor, YamlMark mark)
    {
        var word = WordAt(anchor.Text, anchor.Position.Index + 1).TrimStart([.. "0123456789"]).TrimEnd('.', ':', ';', '%');
        if (Nearest.Find(word, FieldTable.All.Select(definition => definition.Name)) is { } meant)
            sink.Add(Catalog.UnknownField, anchor.Condition.FileName, mark, word, meant);
        else
            sink.Add(Catalog.OutputMeaning, anchor.Condition.FileName, mark, $"there is no field `{word}`");
    }

    private void AddMacroError(string name, string file, YamlMark mark)
    {
        if (macros.FirstOrDefault(macro => macro.Name == name) is { Place: { } later })
            sink.Add(Catalog.MacroTooLate, file, mark, name, $"{later.FileName}:{later.Mark.Line + 1}");
        else if (Nearest.Find(name, macros.Select(macro => macro.Name)) is { } meant)
            sink.Add(Catalog.UnknownMacro, file, mark, name, meant);
        else
            sink.Add(Catalog.UndefinedMacro, file, mark, name);
    }

    private void AddConditionError(string message, ConditionAnchor anchor, YamlMark mark)
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
        else if (message.StartsWith(NoSuchEventType, StringComparison.Ordinal))
        {
            var type = message[NoSuchEventType.Length..];
            if (Nearest.Find(type, EventTable.All.Select(definition => definition.Name)) is { } meant)
            {
                sink.Add(Catalog.UnknownEventType, file, mark, type, meant);
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

    private YamlMark MarkOf(LoadIssue issue) => issue.Anchor is { } anchor
        ? ConditionLocator.Find(
            sink.Content(anchor.Condition.FileName), anchor.Condition.Mark, anchor.Text, anchor.Position.Index)
        : issue.Word?.Mark ?? issue.Place.FileMark;

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
