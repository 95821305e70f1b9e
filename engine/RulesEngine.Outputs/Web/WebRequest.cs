using System.Text;

namespace RulesEngine.Outputs.Web;

/// <summary>What the web server needs to know of a request: its first line. Headers are read over, a body is not read.</summary>
internal sealed record WebRequest(string Method, string Path)
{
    private const int HeadMaxBytes = 8192;

    /// <summary>Reads up to the empty line that ends the headers; null when that is no request.</summary>
    public static async Task<WebRequest?> ReadAsync(Stream stream, CancellationToken cancellation)
    {
        var head = new byte[HeadMaxBytes];
        var length = 0;
        while (head.AsSpan(0, length).IndexOf("\r\n\r\n"u8) < 0)
        {
            if (length == head.Length)
                return null;
            var read = await stream.ReadAsync(head.AsMemory(length), cancellation).ConfigureAwait(false);
            if (read == 0)
                return null;
            length += read;
        }

        return Parse(head.AsSpan(0, length));
    }

    private static WebRequest? Parse(ReadOnlySpan<byte> head)
    {
        var line = Encoding.ASCII.GetString(head[..head.IndexOf("\r\n"u8)]).Split(' ');
        if (line.Length != 3 || !line[2].StartsWith("HTTP/1.", StringComparison.Ordinal) || !line[1].StartsWith('/'))
            return null;
        var query = line[1].IndexOf('?', StringComparison.Ordinal);
        return new WebRequest(line[0], query < 0 ? line[1] : line[1][..query]);
    }
}
