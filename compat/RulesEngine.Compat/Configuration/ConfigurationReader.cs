using System.Globalization;
using System.Text.Json.Nodes;

namespace RulesEngine.Compat.Configuration;

/// <summary>
/// Typed access to a configuration tree by dotted path, with the default beside the question. A value of the wrong
/// type is the default, as in Falco; range checks are the caller's.
/// </summary>
internal sealed class ConfigurationReader(JsonObject root)
{
    public JsonNode? Find(string path)
    {
        JsonNode? node = root;
        foreach (var key in path.Split('.'))
            node = (node as JsonObject)?[key];
        return node;
    }

    public string Text(string path, string otherwise) => Find(path) is JsonValue value ? value.ToString() : otherwise;

    public bool Flag(string path, bool otherwise) => (Find(path) as JsonValue)?.ToString().ToLowerInvariant() switch
    {
        "true" or "yes" or "on" or "y" => true,
        "false" or "no" or "off" or "n" => false,
        _ => otherwise,
    };

    public long Number(string path, long otherwise) =>
        Find(path) is JsonValue value
        && long.TryParse(value.ToString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : otherwise;

    public double Real(string path, double otherwise) =>
        Find(path) is JsonValue value
        && double.TryParse(value.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
            : otherwise;

    /// <summary>The strings of a list; a single scalar counts as a list of one.</summary>
    public IReadOnlyList<string> Texts(string path) => Find(path) switch
    {
        JsonArray list => list.OfType<JsonValue>().Select(item => item.ToString()).ToList(),
        JsonValue value => [value.ToString()],
        _ => [],
    };
}
