using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using RulesEngine.Compat.Surface;
using RulesEngine.Compiler.Loading.Yaml;

namespace RulesEngine.Compat.Loading;

/// <summary>
/// Checks a document against the schema of rules files and words the findings as Falco's validator does: from the inside
/// out, everything that is wrong. It knows the keywords that this schema uses. As in Falco types are weak: YAML has only
/// texts, so a text that reads as a number is one, and an empty map passes for an empty sequence.
/// </summary>
public sealed class RuleSchema
{
    private static readonly Lazy<JsonElement> Root = new(() => JsonDocument.Parse(SurfaceText.RuleSchema).RootElement);

    private readonly List<string> _findings = [];

    private RuleSchema()
    {
    }

    /// <summary>The findings; none when the document is valid.</summary>
    public static ImmutableArray<string> Check(YamlNode document)
    {
        var check = new RuleSchema();
        check.Visit(Root.Value, document, "<root>");
        return [.. check._findings];
    }

    private bool Visit(JsonElement schema, YamlNode node, string place)
    {
        schema = Dereference(schema);
        var valid = true;
        if (schema.TryGetProperty("type", out var type) && !MayBe(type.GetString()!, node))
            valid = Fail(place, "Value type not permitted by 'type' constraint.");
        if (schema.TryGetProperty("anyOf", out var alternatives))
            valid &= VisitAnyOf(alternatives, node, place);
        if (schema.TryGetProperty("enum", out var words)
            && !words.EnumerateArray().Any(word => node.IsScalar && word.GetString() == node.Text))
            valid = Fail(place, "Failed to match against any enum values.");
        if (schema.TryGetProperty("items", out var items) && MayBe("array", node))
            valid &= VisitItems(items, node, place);
        return MayBe("object", node) ? VisitObject(schema, node, place) && valid : valid;
    }

    private bool VisitAnyOf(JsonElement alternatives, YamlNode node, string place)
    {
        var tried = new RuleSchema();
        var index = 0;
        foreach (var alternative in alternatives.EnumerateArray())
        {
            if (tried.Visit(alternative, node, place))
                return true;
            tried.Fail(place, string.Create(
                CultureInfo.InvariantCulture, $"Failed to validate against child schema #{index++}."));
        }
        _findings.AddRange(tried._findings);
        return Fail(place, "Failed to validate against any schemas allowed by anyOf constraint.");
    }

    private bool VisitItems(JsonElement items, YamlNode node, string place)
    {
        var valid = true;
        for (var i = 0; i < node.Items.Length; i++)
        {
            var number = i.ToString(CultureInfo.InvariantCulture);
            if (!Visit(items, node.Items[i], $"{place}[{number}]"))
                valid = Fail(place, $"Failed to validate item #{number} in array.");
        }
        return valid;
    }

    private bool VisitObject(JsonElement schema, YamlNode node, string place)
    {
        var valid = true;
        if (schema.TryGetProperty("minProperties", out var least) && node.Entries.Length < least.GetInt32())
            valid = Fail(place, $"Object should have no fewer than {least.GetInt32()} properties.");
        if (schema.TryGetProperty("properties", out var properties))
            valid &= VisitProperties(properties, node, place);
        if (schema.TryGetProperty("required", out var required))
        {
            foreach (var name in required.EnumerateArray().Select(name => name.GetString()!))
            {
                if (node[name] is null)
                    valid = Fail(place, $"Missing required property '{name}'.");
            }
        }
        return valid;
    }

    /// <summary>
    /// Known properties are checked by the schema's order; then their number is compared with the object's, which a key
    /// written twice makes differ as well: no name is at fault then.
    /// </summary>
    private bool VisitProperties(JsonElement properties, YamlNode node, string place)
    {
        var valid = true;
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var property in properties.EnumerateObject())
        {
            if (node[property.Name] is not { } value)
                continue;
            known.Add(property.Name);
            if (!Visit(property.Value, value, $"{place}[{property.Name}]"))
            {
                valid = Fail(
                    place, $"Failed to validate against schema associated with property name '{property.Name}'.");
            }
        }
        if (known.Count == node.Entries.Length)
            return valid;
        var unwanted = node.Entries.Select(entry => entry.Key.Text).FirstOrDefault(key => !known.Contains(key)) ?? "";
        return Fail(
            place,
            "Object contains a property that could not be validated using 'properties' or 'additionalProperties' "
                + $"constraints: '{unwanted}'.");
    }

    private bool Fail(string place, string finding)
    {
        _findings.Add($"failed for {place}: {finding}");
        return false;
    }

    private static JsonElement Dereference(JsonElement schema)
    {
        while (schema.TryGetProperty("$ref", out var reference))
        {
            var name = reference.GetString()!["#/definitions/".Length..];
            schema = Root.Value.GetProperty("definitions").GetProperty(name);
        }
        return schema;
    }

    private static bool MayBe(string type, YamlNode node) => type switch
    {
        "array" => node.IsSequence || (node.IsMap && node.Entries.IsEmpty),
        "object" => node.IsMap || (node.IsSequence && node.Items.IsEmpty),
        "string" => node.IsScalar,
        "boolean" => node is { IsScalar: true, Text: "true" or "false" },
        "integer" => node.IsScalar && IsInteger(node.Text),
        _ => throw new NotSupportedException($"the schema uses type {type}"),
    };

    private static bool IsInteger(string text) => long.TryParse(
        text, NumberStyles.AllowLeadingSign | NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture, out _);
}
