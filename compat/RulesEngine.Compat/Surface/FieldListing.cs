using System.Text;
using System.Text.Json.Nodes;
using RulesEngine.Compat.Loading;
using RulesEngine.Runtime.Fields;

namespace RulesEngine.Compat.Surface;

/// <summary><c>--list</c>: the fields of the language by class, from the one field table.</summary>
public static class FieldListing
{
    private const int NameWidth = 30;

    private const int TextWidth = 90;

    /// <summary>What <c>--list=SOURCE</c> says of a source that is not there.</summary>
    public const string UnknownSource = "Value for --list must be a valid source type";

    public static bool IsSource(string source) => Classes("").Any(group => group.EventSources.Contains(source));

    /// <summary>Names only, one a line (<c>-N</c>).</summary>
    public static string Names(string source = "") => string.Concat(
        Classes(source).SelectMany(Fields).Select(field => field.Name + "\n"));

    public static string Text(string source = "")
    {
        var text = new StringBuilder();
        foreach (var group in Classes(source))
        {
            var title = group.ShortDescription.Length == 0
                ? group.PrintedName
                : $"{group.PrintedName} ({group.ShortDescription})";
            text.Append("-------------------------------\n");
            text.Append("Field Class:".PadRight(NameWidth)).Append(title).Append('\n');
            if (group.Description.Length > 0)
                text.Append(Wrap("Description:", group.Description));
            text.Append(Wrap("Event Sources:", string.Join(' ', group.EventSources))).Append('\n');
            foreach (var field in Fields(group))
                text.Append(Wrap(field.Name, Marks(field, group) + field.Description));
            text.Append('\n');
        }
        return text.ToString();
    }

    public static string Markdown(string source = "")
    {
        var text = new StringBuilder();
        foreach (var group in Classes(source))
        {
            text.Append("## Field Class: ").Append(group.PrintedName).Append("\n\n");
            if (group.Description.Length > 0)
                text.Append(group.Description).Append("\n\n");
            text.Append("Event Sources: ").AppendJoin("", group.EventSources.Select(name => name + " "))
                .Append("\n\nName | Type | Description\n:----|:-----|:-----------\n");
            foreach (var field in Fields(group))
            {
                var type = FieldTypeNames.NameOf(field.Type);
                text.Append('`').Append(field.Name).Append("` | ").Append(field.IsList ? $"LIST({type})" : type)
                    .Append(" | ").Append(field.Description).Append('\n');
            }
            text.Append('\n');
        }
        return text.ToString();
    }

    public static string Json(string source = "")
    {
        var classes = new JsonArray();
        foreach (var group in Classes(source))
        {
            var fields = new JsonArray();
            foreach (var field in Fields(group))
                fields.Add((JsonNode)FieldJson(field, group));
            var json = new JsonObject
            {
                ["name"] = group.PrintedName,
                ["event_sources"] = FalcoJson.Texts(group.EventSources),
                ["fields"] = fields,
            };
            if (group.Description.Length > 0)
                json["desc"] = group.Description;
            classes.Add((JsonNode)json);
        }
        return FalcoJson.Print(new JsonObject { ["fieldclasses"] = classes }, indented: true) + "\n";
    }

    private static IEnumerable<FieldClass> Classes(string source) => FieldTable.Classes.Where(group =>
        Fields(group).Any() && (source.Length == 0 || group.EventSources.Contains(source)));

    private static IEnumerable<FieldDefinition> Fields(FieldClass group) =>
        FieldTable.All.Where(field => field.ClassName == group.Name && field.IsListed && group.Name != "utils");

    private static JsonObject FieldJson(FieldDefinition field, FieldClass group)
    {
        JsonObject? argument = null;
        if ((field.Flags & (FieldFlags.ArgumentRequired | FieldFlags.ArgumentAllowed)) != 0)
        {
            argument = new JsonObject
            {
                ["required"] = (field.Flags & FieldFlags.ArgumentRequired) != 0,
                ["type"] = FalcoJson.Texts(ArgumentKinds(field, group)),
            };
        }
        return new JsonObject
        {
            ["name"] = field.Name,
            ["type"] = FieldTypeNames.NameOf(field.Type),
            ["is_list"] = field.IsList,
            ["desc"] = field.Description,
            ["argument"] = argument,
        };
    }

    /// <summary>Falco's own fields do not say of what kind their arguments are; plugins do.</summary>
    private static IEnumerable<string> ArgumentKinds(FieldDefinition field, FieldClass group)
    {
        if (group.IsPlugin && (field.Flags & FieldFlags.ArgumentIndex) != 0)
            yield return "INDEX";
        if (group.IsPlugin && (field.Flags & FieldFlags.ArgumentKey) != 0)
            yield return "KEY";
    }

    private static string Marks(FieldDefinition field, FieldClass group)
    {
        var marks = new SortedSet<string>(ArgumentKinds(field, group).Select(kind => "ARG_" + kind), StringComparer.Ordinal);
        (FieldFlags Flag, string Mark)[] known =
        [
            (FieldFlags.ArgumentAllowed, "ARG_ALLOWED"),
            (FieldFlags.ArgumentRequired, "ARG_REQUIRED"),
            (FieldFlags.IsList, "EPF_IS_LIST"),
            (FieldFlags.NoRightSide, "EPF_NO_RHS"),
            (FieldFlags.NoTransformer, "EPF_NO_TRANSFORMER"),
            (FieldFlags.FilterOnly, "FILTER_ONLY"),
        ];
        marks.UnionWith(known.Where(entry => (field.Flags & entry.Flag) != 0).Select(entry => entry.Mark));
        return marks.Count == 0 ? "" : $"({string.Join(',', marks)}) ";
    }

    /// <summary>A name and its text beside it, on as many lines as that takes.</summary>
    private static string Wrap(string name, string description)
    {
        var text = new StringBuilder(name.PadRight(NameWidth));
        if (name.Length >= NameWidth)
            text.Append('\n').Append(' ', NameWidth);
        var length = 0;
        foreach (var word in description.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (length > 0 && length + word.Length + 1 > TextWidth)
            {
                text.Append('\n').Append(' ', NameWidth);
                length = 0;
            }
            text.Append(word).Append(' ');
            length += word.Length + 1;
        }
        return text.Append('\n').ToString();
    }
}
