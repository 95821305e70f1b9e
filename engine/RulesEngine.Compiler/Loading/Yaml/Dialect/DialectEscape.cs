using System.Globalization;
using System.Text;

namespace RulesEngine.Compiler.Loading.Yaml.Dialect;

/// <summary>Escapes of quoted scalars, with the faults that yaml-cpp finds in them.</summary>
internal static class DialectEscape
{
    public static void Append(DialectInput input, List<byte> text)
    {
        var quoted = input.Next();
        var letter = (char)input.Next();
        if (quoted == '\'')
        {
            text.Add((byte)'\'');
            return;
        }
        switch (letter)
        {
            case 'x':
                AppendNumber(input, 2, text);
                return;
            case 'u':
                AppendNumber(input, 4, text);
                return;
            case 'U':
                AppendNumber(input, 8, text);
                return;
        }
        var meaning = letter switch
        {
            '0' => "\0",
            'a' => "\a",
            'b' => "\b",
            't' or '\t' => "\t",
            'n' => "\n",
            'v' => "\v",
            'f' => "\f",
            'r' => "\r",
            'e' => "\e",
            ' ' or '"' or '\'' or '\\' or '/' => letter.ToString(),
            'N' => "\u0085",
            '_' => "\u00A0",
            'L' => "\u2028",
            'P' => "\u2029",
            _ => throw new DialectFault("unknown escape character: " + letter, input.Mark),
        };
        text.AddRange(Encoding.UTF8.GetBytes(meaning));
    }

    private static void AppendNumber(DialectInput input, int digits, List<byte> text)
    {
        Span<byte> hex = stackalloc byte[digits];
        foreach (ref var digit in hex)
            digit = input.Next();
        if (!uint.TryParse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
            throw new DialectFault("bad character found while scanning hex number", input.Mark);
        if (!Rune.IsValid(value))
        {
            throw new DialectFault(
                "invalid unicode: " + value.ToString(CultureInfo.InvariantCulture), input.Mark);
        }
        text.AddRange(Encoding.UTF8.GetBytes(new Rune(value).ToString()));
    }
}
