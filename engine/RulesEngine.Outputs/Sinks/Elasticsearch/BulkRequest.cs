using System.Buffers;
using System.Text.Json;

namespace RulesEngine.Outputs.Sinks.Elasticsearch;

/// <summary>The body of a bulk request: for each document a line that says where it goes, and the document.</summary>
internal static class BulkRequest
{
    public static ReadOnlyMemory<byte> Write(IReadOnlyList<BulkDocument> documents, ElasticsearchOptions options)
    {
        var output = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(output);
        foreach (var document in documents)
        {
            json.WriteStartObject();
            json.WriteStartObject(options.BatchAction == BulkAction.Create ? "create" : "index");
            json.WriteString("_index", document.Index);
            json.WriteString("_id", document.Id);
            if (options.PipelineName is { } pipeline)
                json.WriteString("pipeline", pipeline);
            json.WriteEndObject();
            json.WriteEndObject();
            json.Flush();
            json.Reset();
            output.Write("\n"u8);
            output.Write(document.Body.Span);
            output.Write("\n"u8);
        }

        return output.WrittenMemory;
    }
}
