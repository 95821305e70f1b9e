using System.Buffers;
using System.Text;

namespace RulesEngine.Syntax.Grammar;

/// <summary>
/// Escapes of quoted strings, in both directions. Reading follows Falco's few escapes, of which each quote may only be
/// escaped inside its own kind; writing quotes a text only where it must, and never writes <c>\xHH</c>.
/// </summary>
internal static class QuotedText
{
    private static readonly SearchValues<byte> NeedsQuotes = SearchValues.Create(" \b\f\n\r\t\"\\\0"u8);

    /// <summary>The bytes between the quotes, or null with Falco's message.</summary>
    public static byte[]? Unescape(ReadOnlySpan<byte> quoted, out string? error)
    {
        var quote = quoted[0];
        var inner = quoted[1..^1];
        error = null;
        if (!inner.Contains((byte)'\\'))
        {
            return inner.ToArray();
        }

        var result = new byte[inner.Length];
        var length = 0;
        for (var i = 0; i < inner.Length; i++)
        {
            if (inner[i] != '\\' || i + 1 == inner.Length)
            {
                result[length++] = inner[i];
                continue;
            }

            var escape = inner[++i];
            if (escape == 'x')
            {
                if (!TryHex(inner[(i + 1)..], out result[length], out error))
                {
                    return null;
                }

                length++;
                i += 2;
                continue;
            }

            if (escape is (byte)'"' or (byte)'\'' && escape != quote)
            {
                error = $"invalid \\{(char)escape} escape in {(char)quote}-quoted string";
                return null;
            }

            if (!TrySimple(escape, out result[length++]))
            {
                error = $"unsupported string escape sequence: \\{(char)escape}";
                return null;
            }
        }

        return result[..length];
    }

    /// <summary>Appends <paramref name="text"/> as the language's normal form writes it.</summary>
    public static void Append(ArrayBufferWriter<byte> output, ReadOnlySpan<byte> text)
    {
        if (!text.ContainsAny(NeedsQuotes))
        {
            output.Write(text);
            return;
        }

        output.Write("\""u8);
        foreach (var b in text)
        {
            output.Write(b switch
            {
                (byte)'\b' => "\\b"u8,
                (byte)'\f' => "\\f"u8,
                (byte)'\n' => "\\n"u8,
                (byte)'\r' => "\\r"u8,
                (byte)'\t' => "\\t"u8,
                (byte)'"' => "\\\""u8,
                (byte)'\\' => "\\\\"u8,
                _ => [b],
            });
        }

        output.Write("\""u8);
    }

    private static bool TryHex(ReadOnlySpan<byte> digits, out byte value, out string? error)
    {
        value = 0;
        error = null;
        if (digits.Length < 2)
        {
            error = "truncated hex char escape sequence";
            return false;
        }

        if (!char.IsAsciiHexDigit((char)digits[0]) || !char.IsAsciiHexDigit((char)digits[1]))
        {
            error = "invalid hex char escape sequence: " + Encoding.UTF8.GetString(digits[..2]);
            return false;
        }

        value = Convert.FromHexString(Encoding.ASCII.GetString(digits[..2]))[0];
        return true;
    }

    private static bool TrySimple(byte escape, out byte value)
    {
        value = escape switch
        {
            (byte)'b' => (byte)'\b',
            (byte)'f' => (byte)'\f',
            (byte)'n' => (byte)'\n',
            (byte)'r' => (byte)'\r',
            (byte)'t' => (byte)'\t',
            (byte)' ' or (byte)'\\' => (byte)'\\',
            (byte)'/' => (byte)'/',
            (byte)'"' => (byte)'"',
            (byte)'\'' => (byte)'\'',
            _ => 0,
        };
        return value != 0;
    }
}
