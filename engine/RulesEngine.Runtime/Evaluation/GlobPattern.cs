namespace RulesEngine.Runtime.Evaluation;

/// <summary>
/// The <c>glob</c> and <c>iglob</c> operators: POSIX fnmatch without flags on bytes, the pattern kept as written.
/// <c>*</c> and <c>?</c> match a slash and a leading dot. An unterminated bracket is an ordinary character.
/// </summary>
public sealed class GlobPattern(ReadOnlyMemory<byte> pattern, bool ignoreCase)
{
    private readonly bool _ignoresCase = ignoreCase;

    /// <summary>Whether a text holds a character that makes it a pattern.</summary>
    public static bool HasWildcard(ReadOnlySpan<byte> text) => text.IndexOfAny("?*["u8) >= 0;

    /// <summary>Whether the whole text matches.</summary>
    public bool IsMatch(ReadOnlySpan<byte> text) => IsMatch(pattern.Span, text, _ignoresCase);

    /// <summary>The same for a pattern that comes from an event.</summary>
    public static bool IsMatch(ReadOnlySpan<byte> glob, ReadOnlySpan<byte> text, bool ignoreCase)
    {
        int at = 0, position = 0, starAt = -1, starPosition = 0;
        while (position < text.Length)
        {
            if (at < glob.Length && glob[at] == (byte)'*')
            {
                starAt = at++;
                starPosition = position;
            }
            else if (at < glob.Length && TryMatchOne(glob, ref at, text[position], ignoreCase))
            {
                position++;
            }
            else if (starAt >= 0)
            {
                at = starAt + 1;
                position = ++starPosition;
            }
            else
            {
                return false;
            }
        }

        while (at < glob.Length && glob[at] == (byte)'*') at++;
        return at == glob.Length;
    }

    // Matches one pattern element against one byte; moves past the element only when it matches.
    private static bool TryMatchOne(ReadOnlySpan<byte> glob, ref int at, byte value, bool ignoreCase)
    {
        switch (glob[at])
        {
            case (byte)'?':
                at++;
                return true;
            case (byte)'\\' when at + 1 < glob.Length:
                if (Fold(glob[at + 1], ignoreCase) != Fold(value, ignoreCase)) return false;
                at += 2;
                return true;
            case (byte)'\\':
                return false;
            case (byte)'[' when TryFindBracketEnd(glob, at, out var end):
                if (!IsInBracket(glob[(at + 1)..end], value, ignoreCase)) return false;
                at = end + 1;
                return true;
            default:
                if (Fold(glob[at], ignoreCase) != Fold(value, ignoreCase)) return false;
                at++;
                return true;
        }
    }

    private static bool TryFindBracketEnd(ReadOnlySpan<byte> glob, int open, out int end)
    {
        end = open + 1;
        if (end < glob.Length && glob[end] is (byte)'!' or (byte)'^') end++;
        var first = end;
        while (end < glob.Length)
        {
            if (glob[end] == (byte)']' && end > first) return true;
            if (glob[end] == (byte)'\\' && end + 1 < glob.Length) end++;
            else if (glob[end] == (byte)'[' && TrySkipClass(glob, end, out var after)) end = after - 1;
            end++;
        }

        return false;
    }

    private static bool TrySkipClass(ReadOnlySpan<byte> glob, int at, out int after)
    {
        after = at;
        if (at + 1 >= glob.Length || glob[at + 1] != (byte)':') return false;
        var close = glob[(at + 2)..].IndexOf(":]"u8);
        if (close < 0 || glob.Slice(at + 2, close).ContainsAnyExceptInRange((byte)'a', (byte)'z')) return false;
        after = at + 2 + close + 2;
        return true;
    }

    private static bool IsInBracket(ReadOnlySpan<byte> set, byte value, bool ignoreCase)
    {
        var isNegated = set.Length > 0 && set[0] is (byte)'!' or (byte)'^';
        if (isNegated) set = set[1..];
        var folded = Fold(value, ignoreCase);
        for (var i = 0; i < set.Length; i++)
        {
            if (set[i] == (byte)'[' && TrySkipClass(set, i, out var after))
            {
                if (IsInClass(set[(i + 2)..(after - 2)], value)) return !isNegated;
                i = after - 1;
                continue;
            }

            if (set[i] == (byte)'\\' && i + 1 < set.Length) i++;
            var low = Fold(set[i], ignoreCase);
            var high = low;
            if (i + 2 < set.Length && set[i + 1] == (byte)'-')
            {
                i += 2;
                if (set[i] == (byte)'\\' && i + 1 < set.Length) i++;
                high = Fold(set[i], ignoreCase);
            }

            if (folded >= low && folded <= high) return !isNegated;
        }

        return isNegated;
    }

    private static bool IsInClass(ReadOnlySpan<byte> name, byte value)
    {
        var c = (char)value;
        if (name.SequenceEqual("alpha"u8)) return char.IsAsciiLetter(c);
        if (name.SequenceEqual("digit"u8)) return char.IsAsciiDigit(c);
        if (name.SequenceEqual("alnum"u8)) return char.IsAsciiLetterOrDigit(c);
        if (name.SequenceEqual("upper"u8)) return char.IsAsciiLetterUpper(c);
        if (name.SequenceEqual("lower"u8)) return char.IsAsciiLetterLower(c);
        if (name.SequenceEqual("space"u8)) return value is 32 or (>= 9 and <= 13);
        if (name.SequenceEqual("blank"u8)) return value is 32 or 9;
        if (name.SequenceEqual("punct"u8)) return value is > 32 and < 127 && !char.IsAsciiLetterOrDigit(c);
        if (name.SequenceEqual("print"u8)) return value is >= 32 and < 127;
        if (name.SequenceEqual("graph"u8)) return value is > 32 and < 127;
        if (name.SequenceEqual("cntrl"u8)) return value is < 32 or 127;
        return name.SequenceEqual("xdigit"u8) && char.IsAsciiHexDigit(c);
    }

    private static byte Fold(byte value, bool ignoreCase) => ignoreCase && value is >= (byte)'A' and <= (byte)'Z' ? (byte)(value | 0x20) : value;
}
