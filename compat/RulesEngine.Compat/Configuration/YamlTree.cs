using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace RulesEngine.Compat.Configuration;

/// <summary>
/// Reads a YAML text into a JSON tree whose scalars are all strings (or null for an empty plain scalar): what a
/// configuration value means is decided by who reads it, as in yaml-cpp. Rule files are not read here: they need a
/// place for every item, which is the compiler's loading stage.
/// </summary>
internal static class YamlTree
{
    private const int MostDepth = 64;

    /// <summary>The first document of <paramref name="text"/>, or null when it is empty.</summary>
    /// <exception cref="YamlException">The text is not YAML; the exception carries the mark.</exception>
    public static JsonNode? Parse(string text)
    {
        var parser = new Parser(new StringReader(text));
        try
        {
            parser.Consume<StreamStart>();
            if (!parser.TryConsume<DocumentStart>(out _))
                return null;
            return ReadNode(parser, new Dictionary<string, JsonNode?>(StringComparer.Ordinal), 0);
        }
        catch (InvalidOperationException error)
        {
            // The scanner meets some broken flow collections with this exception instead of its own.
            var mark = parser.Current?.End ?? Mark.Empty;
            throw new YamlException(mark, mark, "a flow collection is not closed as it was opened", error);
        }
    }

    private static JsonNode? ReadNode(IParser parser, Dictionary<string, JsonNode?> anchors, int depth)
    {
        if (depth > MostDepth)
            throw new YamlException(parser.Current!.Start, parser.Current.End, $"nested more than {MostDepth} levels deep");
        if (parser.TryConsume<AnchorAlias>(out var alias))
        {
            return anchors.TryGetValue(alias.Value.Value, out var target)
                ? target?.DeepClone()
                : throw new YamlException(alias.Start, alias.End, $"the alias '{alias.Value}' has no anchor");
        }
        var anchor = (parser.Current as NodeEvent)?.Anchor ?? AnchorName.Empty;
        var node = ReadContent(parser, anchors, depth);
        if (!anchor.IsEmpty)
            anchors[anchor.Value] = node;
        return node;
    }

    private static JsonNode? ReadContent(IParser parser, Dictionary<string, JsonNode?> anchors, int depth)
    {
        if (parser.TryConsume<Scalar>(out var scalar))
            return IsNull(scalar) ? null : JsonValue.Create(scalar.Value);
        if (parser.TryConsume<SequenceStart>(out _))
        {
            var items = new JsonArray();
            while (!parser.TryConsume<SequenceEnd>(out _))
                items.Add(ReadNode(parser, anchors, depth + 1));
            return items;
        }
        parser.Consume<MappingStart>();
        var map = new JsonObject();
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            var key = parser.Consume<Scalar>();
            map[key.Value] = ReadNode(parser, anchors, depth + 1);
        }
        return map;
    }

    private static bool IsNull(Scalar scalar) =>
        scalar.Style == ScalarStyle.Plain && scalar.Value is "" or "~" or "null" or "Null" or "NULL";
}
