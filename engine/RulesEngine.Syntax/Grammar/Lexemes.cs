using System.Buffers;

namespace RulesEngine.Syntax.Grammar;

/// <summary>
/// The language's tokens as functions from the rest of the text to the length of the token at its start (0: none). They
/// follow Falco's regular expressions, which are matched leftmost-longest: a field name needs a dot, a segment starts
/// with a letter, a bare string may hold almost anything.
/// </summary>
internal static class Lexemes
{
    private static readonly SearchValues<byte> BareStringEnd = SearchValues.Create("()\"'=, \t\n\v\f\r"u8);
    private static readonly SearchValues<byte> BareArgumentEnd = SearchValues.Create("[]\"' \t\n\v\f\r"u8);
    private static readonly SearchValues<byte> BlankBytes = SearchValues.Create(" \t\b\r\n"u8);
    private static readonly SearchValues<byte> SpaceBytes = SearchValues.Create(" \t\n\v\f\r"u8);

    public static int Blanks(ReadOnlySpan<byte> rest) => Until(rest.IndexOfAnyExcept(BlankBytes), rest);

    /// <summary><c>[[:space:]]*</c>, which is not quite the same and what follows <c>not</c>.</summary>
    public static int Spaces(ReadOnlySpan<byte> rest) => Until(rest.IndexOfAnyExcept(SpaceBytes), rest);

    /// <summary><c>[a-zA-Z]+[a-zA-Z0-9_]*</c></summary>
    public static int Identifier(ReadOnlySpan<byte> rest)
    {
        if (rest.IsEmpty || !IsLetter(rest[0]))
        {
            return 0;
        }

        var length = 1;
        while (length < rest.Length && (IsLetter(rest[length]) || IsDigit(rest[length]) || rest[length] == '_'))
        {
            length++;
        }

        return length;
    }

    /// <summary>Identifiers joined by dots, at least one dot.</summary>
    public static int FieldName(ReadOnlySpan<byte> rest)
    {
        var length = Identifier(rest);
        if (length == 0)
        {
            return 0;
        }

        var dotted = false;
        while (length < rest.Length && rest[length] == '.')
        {
            var segment = Identifier(rest[(length + 1)..]);
            if (segment == 0)
            {
                break;
            }

            dotted = true;
            length += 1 + segment;
        }

        return dotted ? length : 0;
    }

    public static int BareString(ReadOnlySpan<byte> rest) => Until(rest.IndexOfAny(BareStringEnd), rest);

    public static int BareArgument(ReadOnlySpan<byte> rest) => Until(rest.IndexOfAny(BareArgumentEnd), rest);

    /// <summary>A hexadecimal number, or a decimal one; an exponent needs its sign.</summary>
    public static int Number(ReadOnlySpan<byte> rest)
    {
        var hex = HexNumber(rest);
        if (hex > 0)
        {
            return hex;
        }

        var length = !rest.IsEmpty && rest[0] is (byte)'+' or (byte)'-' ? 1 : 0;
        var digits = Digits(rest[length..]);
        if (digits == 0)
        {
            return 0;
        }

        length += digits;
        if (length < rest.Length && rest[length] == '.')
        {
            length++;
            length += Digits(rest[length..]);
        }

        if (length + 1 < rest.Length && rest[length] is (byte)'e' or (byte)'E'
            && rest[length + 1] is (byte)'+' or (byte)'-')
        {
            var exponent = Digits(rest[(length + 2)..]);
            length += exponent > 0 ? 2 + exponent : 0;
        }

        return length;
    }

    /// <summary>
    /// A quoted string with its quotes. It ends at the next identical quote that has no backslash before it, even where
    /// that backslash is itself escaped; without an end, or with a zero byte before it, it is no token.
    /// </summary>
    public static int Quoted(ReadOnlySpan<byte> rest)
    {
        if (rest.IsEmpty || rest[0] is not ((byte)'"' or (byte)'\''))
        {
            return 0;
        }

        for (var i = 1; i < rest.Length && rest[i] != 0; i++)
        {
            if (rest[i] == rest[0] && rest[i - 1] != '\\')
            {
                return i + 1;
            }
        }

        return 0;
    }

    /// <summary>The name of a list behind a modifier, which must not begin like a connective.</summary>
    public static int ListName(ReadOnlySpan<byte> rest) =>
        rest.StartsWith("and"u8) || rest.StartsWith("or"u8) || rest.StartsWith("not"u8) ? 0 : Identifier(rest);

    private static int HexNumber(ReadOnlySpan<byte> rest)
    {
        if (rest.Length < 3 || rest[0] != '0' || rest[1] is not ((byte)'x' or (byte)'X'))
        {
            return 0;
        }

        var length = 2;
        while (length < rest.Length && char.IsAsciiHexDigit((char)rest[length]))
        {
            length++;
        }

        return length > 2 ? length : 0;
    }

    private static int Digits(ReadOnlySpan<byte> rest)
    {
        var length = 0;
        while (length < rest.Length && IsDigit(rest[length]))
        {
            length++;
        }

        return length;
    }

    private static int Until(int index, ReadOnlySpan<byte> rest) => index < 0 ? rest.Length : index;

    private static bool IsLetter(byte b) => char.IsAsciiLetter((char)b);

    private static bool IsDigit(byte b) => char.IsAsciiDigit((char)b);
}
