using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using RulesEngine.Compat.Loading;
using RulesEngine.Compiler.Loading;
using RulesEngine.Compiler.Resolving;
using RulesEngine.Runtime.Evaluation;
using RulesEngine.Runtime.Fields;
using RulesEngine.Runtime.Matching;
using RulesEngine.Syntax.Ast;
using RulesEngine.Syntax.Grammar;
using RulesEngine.Syntax.Printing;

namespace RulesEngine.Compat.Describe;

/// <summary>Which rules to describe: all with macros and lists (<c>-L</c>), or one (<c>-l NAME</c>).</summary>
public sealed record DescribeRequest(string? Rule);

/// <summary>
/// Falco's <c>-L</c> and <c>-l</c>: rules, macros and lists with what they mention, as JSON, or names and descriptions
/// as a table. Arrays that come from sets are sorted; Falco leaves their order open.
/// </summary>
public sealed class RuleDescription
{
    private const int NameWidth = 51;

    private const int DescriptionWidth = 59;

    private readonly RuleSet _set;
    private readonly HashSet<string> _macroNames;
    private readonly HashSet<string> _listNames;

    private RuleDescription(RuleSet set)
    {
        _set = set;
        _macroNames = [.. set.Macros.Select(macro => macro.Name)];
        _listNames = [.. set.Lists.Select(list => list.Name)];
    }

    /// <summary>The JSON object; a name that is not loaded gives no rules.</summary>
    public static JsonObject Create(RuleSet set, DescribeRequest request)
    {
        var description = new RuleDescription(set);
        var json = new JsonObject();
        if (request.Rule is { } name)
        {
            json["rules"] = Array(set.Rules.Where(rule => rule.Name == name).Select(description.Rule));
            return json;
        }
        json["required_engine_version"] = set.RequiredEngine.ToString();
        json["required_plugin_versions"] = Array(set.PluginRequirements.Select(Requirement));
        json["rules"] = Array(set.Rules.Select(description.Rule));
        json["macros"] = Array(set.Macros.Select(description.Macro));
        json["lists"] = Array(set.Lists.Select(List));
        return json;
    }

    /// <summary>The table, with a blank line behind each rule.</summary>
    public static string Table(RuleSet set, DescribeRequest request)
    {
        var text = new StringBuilder();
        text.Append(Row("Rule")).Append("Description\n").Append(Row("----")).Append("-----------\n");
        foreach (var rule in set.Rules.Where(rule => request.Rule is not { } name || rule.Name == name))
            text.Append(Row(rule.Name)).Append(Wrap(rule.Rule.Description)).Append("\n\n");
        return text.ToString();
    }

    private static string Row(string name) => name.PadRight(NameWidth - 1) + " ";

    private static string Wrap(string description)
    {
        var text = new StringBuilder();
        var length = 0;
        foreach (var word in description.Split([' ', '\t', '\n', '\r', '\v', '\f'], StringSplitOptions.RemoveEmptyEntries))
        {
            var width = Encoding.UTF8.GetByteCount(word) + 1;
            if (length > 0 && length + width > DescriptionWidth)
            {
                text.Append('\n').Append(' ', NameWidth);
                length = 0;
            }
            text.Append(word).Append(' ');
            length += width;
        }
        return text.ToString();
    }

    private static JsonObject Requirement(PluginRequirement requirement)
    {
        var json = Version(requirement.Alternatives[0]);
        json["alternatives"] = Array(requirement.Alternatives.Skip(1).Select(Version));
        return json;
    }

    private static JsonObject Version(PluginVersion version) => new()
    {
        ["name"] = version.Name,
        ["version"] = version.Version,
    };

    private JsonObject Rule(CheckedRule rule)
    {
        var document = rule.Rule.Document;
        var compiled = UseOf(rule.Rule.Condition);
        var raw = UseOf(ConditionParser.Parse(document.Condition, ConditionParser.RulesFileMaxDepth).Expression);
        var operators = document.Exceptions
            .SelectMany(exception => exception.Comps.IsList ? exception.Comps.Items : [exception.Comps])
            .Select(comp => comp.Item);
        var details = new JsonObject
        {
            ["macros"] = FalcoJson.Texts(raw.Macros),
            ["lists"] = FalcoJson.Texts(raw.Lists),
            ["condition_operators"] = FalcoJson.Texts(compiled.Operators),
            ["condition_fields"] = FalcoJson.Texts(compiled.Fields),
            ["output_fields"] = FalcoJson.Texts(OutputFields(rule.Output)),
            ["exception_fields"] = FalcoJson.Texts(rule.Rule.ExceptionFields),
            ["exception_names"] = FalcoJson.Texts(
                document.Exceptions.Select(exception => exception.Name).Distinct()),
            ["exception_operators"] = FalcoJson.Texts(operators.Distinct()),
            ["events"] = FalcoJson.Texts(EventNames.Of(rule.Rule.Condition)),
            ["condition_compiled"] = ConditionPrinter.Print(rule.Rule.Condition),
            ["output_compiled"] = rule.Rule.Output,
            ["plugins"] = FalcoJson.Texts(Plugins(compiled.Fields.Concat(OutputFields(rule.Output)))),
        };
        if (!rule.ExtraFields.IsEmpty)
        {
            var extra = new JsonObject();
            foreach (var field in rule.ExtraFields)
                extra[field.Field.Key] = field.Field.Format;
            details["extra_output_formatted_fields"] = extra;
        }
        return new JsonObject { ["info"] = RuleInfo(document), ["details"] = details };
    }

    private static JsonObject RuleInfo(RuleDocument document) => new()
    {
        ["name"] = document.Name,
        ["condition"] = document.Condition,
        ["priority"] = document.Priority.ToName(),
        ["output"] = document.Output,
        ["description"] = document.Description,
        ["enabled"] = document.Enabled,
        ["source"] = document.Source,
        ["capture"] = document.Capture,
        ["capture_duration"] = (long)document.CaptureDuration,
        ["tags"] = FalcoJson.Texts(document.Tags),
    };

    private JsonObject Macro(ResolvedMacro macro)
    {
        var compiled = UseOf(macro.Condition);
        var raw = UseOf(
            ConditionParser.Parse(macro.Document.Condition, ConditionParser.RulesFileMaxDepth).Expression);
        return new JsonObject
        {
            ["info"] = new JsonObject { ["name"] = macro.Name, ["condition"] = macro.Document.Condition },
            ["details"] = new JsonObject
            {
                ["used"] = macro.IsUsed,
                ["macros"] = FalcoJson.Texts(raw.Macros),
                ["lists"] = FalcoJson.Texts(raw.Lists),
                ["condition_operators"] = FalcoJson.Texts(compiled.Operators),
                ["condition_fields"] = FalcoJson.Texts(compiled.Fields),
                ["events"] = FalcoJson.Texts(EventNames.Of(macro.Condition)),
                ["condition_compiled"] = ConditionPrinter.Print(macro.Condition),
                ["plugins"] = new JsonArray(),
            },
        };
    }

    private static JsonObject List(ResolvedList list)
    {
        // What the compiled list still holds is an item; what it does not was a reference to another list.
        var references = list.Document.Items.ToLookup(item => !list.Items.Contains(item));
        return new JsonObject
        {
            ["info"] = new JsonObject
            {
                ["name"] = list.Name,
                ["items"] = FalcoJson.Texts(references[false]),
            },
            ["details"] = new JsonObject
            {
                ["used"] = list.IsUsed,
                ["lists"] = FalcoJson.Texts(references[true]),
                ["items_compiled"] = FalcoJson.Texts(list.Items),
                ["plugins"] = new JsonArray(),
            },
        };
    }

    private ConditionUse UseOf(Expr? condition)
    {
        var use = new ConditionUse(_macroNames, _listNames);
        if (condition is not null)
            use.Visit(condition);
        return use;
    }

    /// <summary>A name per value of the output, with those inside a transformer before it.</summary>
    private static IEnumerable<string> OutputFields(OutputTemplate output) =>
        output.Tokens.OfType<ValueToken>().SelectMany(token => NamesIn(token.Source).Append(CallText(token.Source)));

    private static IEnumerable<string> NamesIn(ValueSource source) => source switch
    {
        TransformerSource call => call.Inputs.SelectMany(FieldsOf),
        _ => [],
    };

    private static IEnumerable<string> FieldsOf(ValueSource source) => source switch
    {
        FieldSource field => [field.Field.Text],
        ListSource list => list.Items.SelectMany(FieldsOf),
        _ => NamesIn(source),
    };

    /// <summary>A call as Falco names it: arguments without blanks, texts without quotes.</summary>
    private static string CallText(ValueSource source) => source switch
    {
        FieldSource field => field.Field.Text,
        LiteralSource literal => Encoding.UTF8.GetString(literal.Value.Span),
        ListSource list => $"({string.Join(',', list.Items.Select(CallText))})",
        TransformerSource call => $"{NameOf(call.Kind)}({string.Join(',', call.Inputs.Select(CallText))})",
        _ => "",
    };

    private static string NameOf(TransformerKind kind) =>
        kind == TransformerKind.Base64Decode ? "b64" : kind.ToString().ToLower(CultureInfo.InvariantCulture);

    /// <summary>The plugins of Falco that provide one of the fields.</summary>
    private static IEnumerable<string> Plugins(IEnumerable<string> fields) =>
        fields.Select(ClassOf).OfType<FieldClass>().Where(group => group.IsPlugin).Select(group => group.Name).Distinct();

    private static FieldClass? ClassOf(string field)
    {
        var bracket = field.IndexOf('[', StringComparison.Ordinal);
        return FieldTable.TryFind(bracket < 0 ? field : field[..bracket], out var definition)
            ? FieldTable.Classes.FirstOrDefault(group => group.Name == definition!.ClassName)
            : null;
    }

    private static JsonArray Array(IEnumerable<JsonObject> objects)
    {
        var array = new JsonArray();
        foreach (var item in objects)
            array.Add((JsonNode)item);
        return array;
    }
}
