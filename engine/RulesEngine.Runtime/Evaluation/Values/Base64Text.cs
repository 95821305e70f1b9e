using RulesEngine.Runtime.State;

namespace RulesEngine.Runtime.Evaluation.Values;

/// <summary>
/// Decoding of base64 as the <c>b64</c> transformer does it: at most two <c>=</c> at the end, padded or not, and the
/// bits that encode nothing must be zero. Anything else is no base64.
/// </summary>
internal static class Base64Text
{
    /// <summary>Appends the decoded bytes; false, with nothing of use appended, if the text is no base64.</summary>
    public static bool TryDecode(ScratchArena arena, ReadOnlySpan<byte> text)
    {
        var padding = 0;
        while (padding < 2 && text.Length > 0 && text[^1] == (byte)'=')
        {
            text = text[..^1];
            padding++;
        }

        var rest = text.Length % 4;
        if (rest == 1 || (padding > 0 && padding != (4 - rest) % 4)) return false;
        uint bits = 0;
        var count = 0;
        foreach (var letter in text)
        {
            var digit = Digit(letter);
            if (digit < 0) return false;
            bits = (bits << 6) | (uint)digit;
            count += 6;
            if (count < 8) continue;
            count -= 8;
            arena.Append((byte)(bits >> count));
        }

        return (bits & ((1u << count) - 1)) == 0;
    }

    private static int Digit(byte letter) => letter switch
    {
        >= (byte)'A' and <= (byte)'Z' => letter - 'A',
        >= (byte)'a' and <= (byte)'z' => letter - 'a' + 26,
        >= (byte)'0' and <= (byte)'9' => letter - '0' + 52,
        (byte)'+' => 62,
        (byte)'/' => 63,
        _ => -1,
    };
}
