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
        var value = 0u;
        for (var i = 0; i < digits; i++)
        {
            var digit = (char)input.Next();
            if (!char.IsAsciiHexDigit(digit))
            {
                input.Skip(digits - 1 - i);
                throw new DialectFault("bad character found while scanning hex number", input.Mark);
            }
            value = (value << 4) + (uint)int.Parse([digit], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        }
        if (!Rune.IsValid(value))
        {
            throw new DialectFault(
                "invalid unicode: " + value.ToString(CultureInfo.InvariantCulture), input.Mark);
        }
        text.AddRange(Encoding.UTF8.GetBytes(new Rune(value).ToString()));
    }
}
