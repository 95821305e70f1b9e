using System.Text.Json.Nodes;
using RulesEngine.Compiler.Loading;

namespace RulesEngine.Compat.Loading;

/// <summary>A load result as the JSON object that Falco prints for it.</summary>
public static class LoadResultJson
{
    public static JsonObject Create(LoadResult result, IReadOnlyDictionary<string, ReadOnlyMemory<byte>> contents)
    {
        var json = new JsonObject
        {
            ["name"] = result.Name,
            ["successful"] = result.Successful,
            ["errors"] = Issues(result.Errors, contents),
            ["warnings"] = Issues(result.Warnings, contents),
        };
        if (!result.SchemaFindings.IsEmpty)
        {
            var findings = LoadResultText.SchemaWarnings(result);
            json["schema_valid"] = findings.Count == 0;
            json["schema_warnings"] = FalcoJson.Texts(findings);
        }
        return json;
    }

    private static JsonArray Issues(
        IReadOnlyList<LoadIssue> issues, IReadOnlyDictionary<string, ReadOnlyMemory<byte>> contents)
    {
        var array = new JsonArray();
        foreach (var issue in issues)
        {
            var locations = new JsonArray();
            foreach (var step in issue.Place.Steps())
                locations.Add((JsonNode)Location(step));
            var json = new JsonObject
            {
                ["context"] = new JsonObject
                {
                    ["locations"] = locations,
                    ["snippet"] = PlaceSnippet.Print(issue.Place, contents),
                },
                ["code"] = LoadCodeNames.Code(issue.Code),
                ["codedesc"] = LoadCodeNames.Description(issue.Code),
                ["message"] = issue.Message,
            };
            if (issue.DeprecatedField is { } field)
                json["deprecated_field"] = field;
            array.Add((JsonNode)json);
        }
        return array;
    }

    private static JsonObject Location(LoadPlace step) => new()
    {
        ["item_type"] = LoadResultText.KindWord(step.Kind),
        ["item_name"] = step.Name,
        ["position"] = new JsonObject
        {
            ["name"] = step.Source,
            ["line"] = (long)step.Mark.Line,
            ["column"] = (long)step.Mark.Column,
            ["offset"] = (long)step.Mark.Offset,
        },
    };
}
