using System.Buffers;
using System.Text;

namespace RulesEngine.Outputs.Alerts;

/// <summary>
/// JSON string escaping as Falco's alerts show it: only <c>"</c>, <c>\</c> and control characters are escaped, other
/// characters stay as UTF-8, and each broken UTF-8 sequence becomes one U+FFFD.
/// </summary>
public static class JsonText
{
    private static readonly SearchValues<byte> Special = SearchValues.Create(SpecialBytes());

    /// <summary>Writes the text with its quotes.</summary>
    public static void WriteString(IBufferWriter<byte> output, ReadOnlySpan<char> text)
    {
        output.Write("\""u8);
        WriteEscaped(output, text);
        output.Write("\""u8);
    }

    /// <summary>Writes UTF-8, broken or not, with its quotes.</summary>
    public static void WriteString(IBufferWriter<byte> output, ReadOnlySpan<byte> utf8)
    {
        output.Write("\""u8);
        WriteEscaped(output, utf8);
        output.Write("\""u8);
    }

    /// <summary>Writes the text escaped, without quotes.</summary>
    public static void WriteEscaped(IBufferWriter<byte> output, ReadOnlySpan<char> text)
    {
        var rented = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        var length = Encoding.UTF8.GetBytes(text, rented);
        WriteEscaped(output, rented.AsSpan(0, length));
        ArrayPool<byte>.Shared.Return(rented);
    }

    /// <summary>Writes UTF-8, broken or not, escaped, without quotes.</summary>
    public static void WriteEscaped(IBufferWriter<byte> output, ReadOnlySpan<byte> utf8)
    {
        while (!utf8.IsEmpty)
        {
            var plain = utf8.IndexOfAny(Special);
            if (plain < 0)
            {
                output.Write(utf8);
                return;
            }

            output.Write(utf8[..plain]);
            utf8 = utf8[plain..];
            utf8 = utf8[WriteSpecial(output, utf8)..];
        }
    }

    private static int WriteSpecial(IBufferWriter<byte> output, ReadOnlySpan<byte> utf8)
    {
        if (utf8[0] < 0x80)
        {
            WriteEscape(output, utf8[0]);
            return 1;
        }

        var whole = Rune.DecodeFromUtf8(utf8, out _, out var consumed) == OperationStatus.Done;
        output.Write(whole ? utf8[..consumed] : "\uFFFD"u8);
        return consumed;
    }

    private static void WriteEscape(IBufferWriter<byte> output, byte value)
    {
        switch (value)
        {
            case (byte)'"': output.Write("\\\""u8); break;
            case (byte)'\\': output.Write("\\\\"u8); break;
            case (byte)'\b': output.Write("\\b"u8); break;
            case (byte)'\f': output.Write("\\f"u8); break;
            case (byte)'\n': output.Write("\\n"u8); break;
            case (byte)'\r': output.Write("\\r"u8); break;
            case (byte)'\t': output.Write("\\t"u8); break;
            default:
                output.Write("\\u00"u8);
                output.Write([Hex(value >> 4), Hex(value & 15)]);
                break;
        }
    }

    private static byte Hex(int digit) => "0123456789abcdef"u8[digit];

    private static byte[] SpecialBytes()
    {
        var bytes = new List<byte> { (byte)'"', (byte)'\\' };
        for (var control = 0; control < 0x20; control++)
            bytes.Add((byte)control);
        for (var high = 0x80; high <= 0xFF; high++)
            bytes.Add((byte)high);
        return [.. bytes];
    }
}
