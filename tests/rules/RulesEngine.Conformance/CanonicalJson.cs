using System.Text;
using System.Text.Json;

namespace RulesEngine.Conformance;

/// <summary>
/// JSON in one spelling, so that two values can be compared as text: keys sorted, and where the order of elements means
/// nothing, those sorted too.
/// </summary>
internal static class CanonicalJson
{
    /// <summary>Arrays of a description whose order counts.</summary>
    private static readonly HashSet<string> Ordered = ["rules", "macros", "lists"];

    public static string Print(JsonElement element, string? without = null)
    {
        var text = new StringBuilder();
        Write(text, element, sortArrays: false, without);
        return text.ToString();
    }

    /// <summary>A description: arrays sorted, except the three that list items at the top.</summary>
    public static string PrintUnordered(JsonElement description)
    {
        var text = new StringBuilder();
        foreach (var member in description.EnumerateObject().OrderBy(member => member.Name, StringComparer.Ordinal))
        {
            text.Append(member.Name).Append(": ");
            if (Ordered.Contains(member.Name))
            {
                foreach (var item in member.Value.EnumerateArray())
                {
                    text.Append('\n');
                    Write(text, item, sortArrays: true, without: null);
                }
            }
            else
            {
                Write(text, member.Value, sortArrays: true, without: null);
            }
            text.Append('\n');
        }
        return text.ToString();
    }

    private static void Write(StringBuilder text, JsonElement element, bool sortArrays, string? without)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                var members = element.EnumerateObject().Where(member => member.Name != without)
                    .OrderBy(member => member.Name, StringComparer.Ordinal);
                text.Append('{').AppendJoin(", ", members.Select(member =>
                    $"\"{member.Name}\": {Written(member.Value, sortArrays)}")).Append('}');
                break;
            case JsonValueKind.Array:
                var items = element.EnumerateArray().Select(item => Written(item, sortArrays));
                text.Append('[')
                    .AppendJoin(", ", sortArrays ? items.Order(StringComparer.Ordinal) : items).Append(']');
                break;
            case JsonValueKind.String:
                text.Append('"').Append(element.GetString()).Append('"');
                break;
            default:
                text.Append(element.GetRawText());
                break;
        }
    }

    private static string Written(JsonElement element, bool sortArrays)
    {
        var text = new StringBuilder();
        Write(text, element, sortArrays, without: null);
        return text.ToString();
    }
}
