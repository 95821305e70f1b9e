using System.Buffers;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace RulesEngine.Outputs.Sinks.Elasticsearch;

/// <summary>
/// The index template for our documents: exact times, texts as keywords, and Falco's output fields flattened, as their
/// names are many and some are prefixes of others.
/// </summary>
internal static partial class IndexTemplate
{
    private const int Priority = 200;

    public static ReadOnlyMemory<byte> Write(ElasticsearchOptions options)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(output))
        {
            json.WriteStartObject();
            json.WriteStartArray("index_patterns");
            json.WriteStringValue(Pattern(options.IndexFormat));
            json.WriteEndArray();
            json.WriteNumber("priority", Priority);
            json.WriteStartObject("template");
            WriteSettings(json, options);
            WriteMappings(json);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return output.WrittenMemory;
    }

    /// <summary>The indices a format can name: <c>rulesengine-{0:yyyy.MM.dd}</c> gives <c>rulesengine-*</c>.</summary>
    internal static string Pattern(string indexFormat) => Placeholder().Replace(indexFormat, "*");

    private static void WriteSettings(Utf8JsonWriter json, ElasticsearchOptions options)
    {
        json.WriteStartObject("settings");
        if (options.NumberOfShards is { } shards)
            json.WriteNumber("number_of_shards", shards);
        if (options.NumberOfReplicas is { } replicas)
            json.WriteNumber("number_of_replicas", replicas);
        json.WriteEndObject();
    }

    private static void WriteMappings(Utf8JsonWriter json)
    {
        json.WritePropertyName("mappings");
        json.WriteRawValue("""
            {"dynamic_templates":[{"texts":{"match_mapping_type":"string","mapping":{"type":"keyword","ignore_above":1024}}}],"properties":{"@timestamp":{"type":"date_nanos"},"message":{"type":"match_only_text"},"server":{"properties":{"ip":{"type":"ip","ignore_malformed":true}}},"client":{"properties":{"ip":{"type":"ip","ignore_malformed":true}}},"process":{"properties":{"pid":{"type":"long"},"command_line":{"type":"wildcard"}}},"falco":{"properties":{"output":{"type":"match_only_text"},"output_fields":{"type":"flattened","ignore_above":1024}}}}}
            """);
    }

    [GeneratedRegex(@"\{0[^}]*\}")]
    private static partial Regex Placeholder();
}
