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
    private readonly List<int> _lineStarts = [0];

    public YamlText(ReadOnlyMemory<byte> content)
    {
        _bytes = content.Span.StartsWith("\uFEFF"u8) ? content[3..] : content;
        var line = _bytes.Span;
        for (var feed = line.IndexOf((byte)'\n'); feed >= 0; feed = line.IndexOf((byte)'\n'))
        {
            _lineStarts.Add(_lineStarts[^1] + feed + 1);
            line = line[(feed + 1)..];
        }
        Characters = string.Create(_bytes.Length, _bytes, static (target, bytes) =>
        {
            var source = bytes.Span;
            for (var i = 0; i < source.Length; i++)
                target[i] = source[i] < 0x80 ? (char)source[i] : (char)(ByteBase + source[i]);
        });
    }

    /// <summary>One character per byte, without a byte order mark.</summary>
    public string Characters { get; }

    public ReadOnlyMemory<byte> Utf8 => _bytes;

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

    /// <summary>
    /// Whether lines are indented with tabs or end in a lone carriage return: there YAML and Falco's reader part without
    /// one of them refusing the text.
    /// </summary>
    public bool IsDoubtful
    {
        get
        {
            var bytes = Bytes;
            for (var i = bytes.IndexOfAny((byte)'\t', (byte)'\r'); i >= 0; i = NextAny(bytes, i + 1))
            {
                var doubtful = bytes[i] == '\t'
                    ? !bytes[LineStart(i)..i].ContainsAnyExcept(" \t-?:"u8)
                    : i + 1 == bytes.Length || bytes[i + 1] != '\n';
                if (doubtful)
                    return true;
            }
            return false;
        }
    }

    /// <summary>The scanner counts lone carriage returns as lines; only its offset is taken.</summary>
    public YamlMark MarkAt(Mark mark)
    {
        var offset = (int)mark.Index;
        var line = LineOf(offset);
        return new(offset, line, offset - _lineStarts[line]);
    }

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

    private int LineOf(int offset)
    {
        var line = _lineStarts.BinarySearch(offset);
        return line < 0 ? ~line - 1 : line;
    }

    private int LineStart(int offset) => _lineStarts[LineOf(offset)];

    private static int NextAny(ReadOnlySpan<byte> bytes, int from)
    {
        var next = bytes[from..].IndexOfAny((byte)'\t', (byte)'\r');
        return next < 0 ? -1 : from + next;
    }
}
