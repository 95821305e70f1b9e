using RulesEngine.Compiler.Loading.Yaml;
using RulesEngine.Syntax.Ast;

namespace RulesEngine.Compiler.Loading;

/// <summary>What kind of thing a place in a rules file is.</summary>
public enum PlaceKind : byte
{
    ValueFor,
    Exceptions,
    Exception,
    ExceptionValues,
    ExceptionValue,
    RulesContent,
    RulesContentItem,
    RequiredEngineVersion,
    RequiredPluginVersions,
    RequiredPluginVersionsEntry,
    RequiredPluginVersionsAlternative,
    List,
    ListItem,
    Macro,
    MacroCondition,
    Rule,
    RuleCondition,
    ConditionExpression,
    RuleOutput,
    RuleOutputExpression,
    RulePriority,
    Overrides,
    ExtensionItem,
}

/// <summary>
/// Where something stands: a chain from the file down to the value, each step with its kind, its name and its mark. A
/// report prints the whole chain and shows the text around the last step. Immutable; steps are shared by their children.
/// </summary>
public sealed class LoadPlace
{
    private LoadPlace(LoadPlace? parent, PlaceKind kind, string name, string source, YamlMark mark)
    {
        Parent = parent;
        Kind = kind;
        Name = name;
        Source = source;
        Mark = mark;
    }

    public LoadPlace? Parent { get; }

    public PlaceKind Kind { get; }

    /// <summary>The name of the item (of the rule, of the key), or empty.</summary>
    public string Name { get; }

    /// <summary>What the mark counts in: the file's name, or the first words of a condition in quotes.</summary>
    public string Source { get; }

    public YamlMark Mark { get; }

    /// <summary>The condition this place points into, where it does not point into the file.</summary>
    public string? Text { get; private init; }

    public string FileName => Parent?.FileName ?? Source;

    /// <summary>The place in the file: that of the innermost step that is not inside a condition.</summary>
    public YamlMark FileMark => Text is null || Parent is null ? Mark : Parent.FileMark;

    public static LoadPlace File(string name) => new(null, PlaceKind.RulesContent, "", name, default);

    /// <summary>A step down to <paramref name="node"/>.</summary>
    public LoadPlace At(YamlNode node, PlaceKind kind, string name = "") => At(node.Mark, kind, name);

    public LoadPlace At(YamlMark mark, PlaceKind kind, string name = "") => new(this, kind, name, FileName, mark);

    /// <summary>
    /// A step into a condition. As in Falco the position in the text is added to that of the parent, line by line and
    /// column by column, although the two count from different starts.
    /// </summary>
    public LoadPlace InCondition(SourcePosition position, string condition)
    {
        var mark = new YamlMark(Mark.Offset + position.Index, Mark.Line + position.Line, Mark.Column + position.Column);
        return new(this, PlaceKind.ConditionExpression, "", ConditionName(condition), mark) { Text = condition };
    }

    /// <summary>All steps, the file first.</summary>
    public IEnumerable<LoadPlace> Steps()
    {
        if (Parent is not null)
        {
            foreach (var step in Parent.Steps())
                yield return step;
        }
        yield return this;
    }

    private static string ConditionName(string condition)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(condition);
        var start = bytes.Length > 20 ? System.Text.Encoding.UTF8.GetString(bytes, 0, 17) + "..." : condition;
        return '"' + start.Replace('\n', ' ').Replace('\r', ' ') + '"';
    }
}
