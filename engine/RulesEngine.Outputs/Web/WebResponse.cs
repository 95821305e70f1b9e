using System.Text;

namespace RulesEngine.Outputs.Web;

/// <summary>An answer and how it is put on the wire; the connection ends with it.</summary>
internal sealed record WebResponse(
    int Status,
    string Reason,
    string ContentType,
    ReadOnlyMemory<byte> Body,
    bool HeadOnly)
{
    public static WebResponse Plain(int status, string reason) =>
        new(status, reason, "text/plain", Encoding.UTF8.GetBytes(reason + "\n"), false);

    public async Task WriteAsync(Stream stream, CancellationToken cancellation)
    {
        var head = Encoding.ASCII.GetBytes(
            $"HTTP/1.1 {Status} {Reason}\r\nContent-Type: {ContentType}\r\nContent-Length: {Body.Length}\r\n" +
            "Connection: close\r\n\r\n");
        await stream.WriteAsync(head, cancellation).ConfigureAwait(false);
        if (!HeadOnly)
            await stream.WriteAsync(Body, cancellation).ConfigureAwait(false);
        await stream.FlushAsync(cancellation).ConfigureAwait(false);
    }
}
