using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using RulesEngine.Outputs.Alerts;

namespace RulesEngine.Outputs.Sinks.Elasticsearch;

/// <summary>
/// One alert ready for the bulk API: its index, its id, its body. The id follows from the alert, so sending it again
/// cannot make a second document.
/// </summary>
/// <param name="Index">The index it belongs to.</param>
/// <param name="Id">22 characters that follow from the alert's JSON.</param>
/// <param name="Body">The document, one line of JSON.</param>
internal sealed record BulkDocument(string Index, string Id, ReadOnlyMemory<byte> Body)
{
    /// <summary>Whether the cluster has it or has refused it for good; then it is not sent again with its batch.</summary>
    public bool Settled { get; set; }

    private static readonly AlertJsonOptions Everything = new() { IncludeMessage = true };

    public static BulkDocument From(Alert alert, CompositeFormat indexFormat)
    {
        var json = new ArrayBufferWriter<byte>();
        AlertJsonWriter.Write(json, alert, Everything);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(json.WrittenSpan, hash);
        var id = Convert.ToBase64String(hash[..16]).TrimEnd('=').Replace('+', '-').Replace('/', '_');

        var day = DateTimeOffset.FromUnixTimeSeconds((long)(alert.TimeNs / 1_000_000_000));
        var index = string.Format(CultureInfo.InvariantCulture, indexFormat, day);
        return new BulkDocument(index, id, EcsDocument.Write(alert));
    }
}
