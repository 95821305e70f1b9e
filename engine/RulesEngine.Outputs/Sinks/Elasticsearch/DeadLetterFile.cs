using System.Buffers;
using System.Text.Json;

namespace RulesEngine.Outputs.Sinks.Elasticsearch;

/// <summary>
/// Keeps documents that were refused for good, each as a line of JSON with the reason, for a person to look at and send
/// again. A file that cannot be written is not worth losing the sink over: the document is counted either way.
/// </summary>
internal sealed class DeadLetterFile(string? path, Action<string> onFailure)
{
    public void Add(IEnumerable<(BulkDocument Document, string Reason)> refused)
    {
        if (path is null)
            return;
        var output = new ArrayBufferWriter<byte>();
        foreach (var (document, reason) in refused)
        {
            using (var json = new Utf8JsonWriter(output))
            {
                json.WriteStartObject();
                json.WriteString("reason", reason);
                json.WriteString("index", document.Index);
                json.WriteString("id", document.Id);
                json.WritePropertyName("document");
                json.WriteRawValue(document.Body.Span);
                json.WriteEndObject();
            }

            output.Write("\n"u8);
        }

        try
        {
            using var file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
            file.Write(output.WrittenSpan);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            onFailure(failure.Message);
        }
    }
}
