using System.Text;
using YamlDotNet.Core;

namespace RulesEngine.Compiler.Loading.Yaml;

/// <summary>
/// A file's bytes in the form the YAML scanner takes, and the way back. Each byte becomes one character, so that the
/// scanner's marks are byte positions: ASCII as it is, every other byte as the lone low surrogate U+DC00 + byte, which
/// no valid text holds and to which the scanner attaches no meaning (U+0085 and U+2028 would be line breaks to it, but
/// not to Falco).
/// </summary>
public sealed class YamlText
{
    private const char ByteBase = '\uDC00';

    private readonly ReadOnlyMemory<byte> _bytes;

    public YamlText(ReadOnlyMemory<byte> content)
    {
        _bytes = content.Span.StartsWith("\uFEFF"u8) ? content[3..] : content;
        Characters = string.Create(_bytes.Length, _bytes, static (target, bytes) =>
        {
            var source = bytes.Span;
            for (var i = 0; i < source.Length; i++)
                target[i] = source[i] < 0x80 ? (char)source[i] : (char)(ByteBase + source[i]);
        });
    }

    /// <summary>One character per byte, without a byte order mark.</summary>
    public string Characters { get; }

    public ReadOnlySpan<byte> Bytes => _bytes.Span;

    /// <summary>The text that scanned characters stand for.</summary>
    public static string Decode(string scanned)
    {
        if (Ascii.IsValid(scanned))
            return scanned;
        var bytes = new byte[Encoding.UTF8.GetMaxByteCount(scanned.Length)];
        var length = 0;
        for (var i = 0; i < scanned.Length; i++)
        {
            if (scanned[i] is > '\uDC7F' and <= '\uDCFF' && (i == 0 || !char.IsHighSurrogate(scanned[i - 1])))
            {
                bytes[length++] = (byte)(scanned[i] - ByteBase);
                continue;
            }
            var count = char.IsHighSurrogate(scanned[i]) && i + 1 < scanned.Length ? 2 : 1;
            length += Encoding.UTF8.GetBytes(scanned.AsSpan(i, count), bytes.AsSpan(length));
            i += count - 1;
        }
        return Encoding.UTF8.GetString(bytes, 0, length);
    }

    public static YamlMark MarkAt(Mark mark) => new((int)mark.Index, (int)mark.Line - 1, (int)mark.Column - 1);

    /// <summary>Where the next token at or after <paramref name="from"/> starts; the end of the file is column 0.</summary>
    public YamlMark NextToken(YamlMark from)
    {
        var bytes = Bytes;
        var (offset, line, column) = from;
        while (offset < bytes.Length && bytes[offset] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' or (byte)'#')
        {
            if (bytes[offset] == '#')
            {
                var end = bytes[offset..].IndexOf((byte)'\n');
                var length = end < 0 ? bytes.Length - offset : end;
                (offset, column) = (offset + length, column + length);
                continue;
            }
            (line, column) = bytes[offset] == '\n' ? (line + 1, 0) : (line, column + 1);
            offset++;
        }
        return new(offset, line, offset >= bytes.Length ? 0 : column);
    }
}
