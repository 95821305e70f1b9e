using System.Text;
using RulesEngine.Compiler.Loading.Yaml;

namespace RulesEngine.Compiler.Loading;

/// <summary>
/// Finds a position of a condition in the file it was written in. The text and the file's bytes are walked together:
/// blanks and line breaks of either count as one, quotes and escapes of the file are passed over. Where the two part,
/// because a list was put in, the word at the position is looked for from there on.
/// </summary>
internal static class ConditionLocator
{
    public static YamlMark Find(ReadOnlySpan<byte> file, YamlMark scalar, string condition, int index)
    {
        var text = Encoding.UTF8.GetBytes(condition.TrimEnd());
        index = Math.Min(index, text.Length);
        var at = Start(file, scalar);
        var i = text.Length > 0 && text[0] == '(' && Peek(file, at) != '(' ? 1 : 0;
        while (i < index && i < text.Length && at.Offset < file.Length)
        {
            if (IsBlank(text[i]))
            {
                while (i < index && i < text.Length && IsBlank(text[i]))
                    i++;
                at = SkipBlanks(file, at);
            }
            else if (text[i] == file[at.Offset])
            {
                at = Next(file, at);
                i++;
            }
            else if (IsBlank(file[at.Offset]))
            {
                at = SkipBlanks(file, at);
            }
            else if (file[at.Offset] is (byte)'\\' or (byte)'\'' or (byte)'"')
            {
                at = Next(file, at);
            }
            else
            {
                return SkipTo(file, at, WordAt(text, index));
            }
        }
        return index < text.Length ? SkipBlanks(file, at) : at;
    }

    private static ReadOnlySpan<byte> WordAt(ReadOnlySpan<byte> text, int index)
    {
        var rest = text[Math.Min(index, text.Length)..];
        var end = rest.IndexOfAny(" \t\r\n()"u8);
        return end < 0 ? rest : rest[..end];
    }

    private static YamlMark SkipTo(ReadOnlySpan<byte> file, YamlMark at, ReadOnlySpan<byte> word)
    {
        var distance = word.IsEmpty ? -1 : file[at.Offset..].IndexOf(word);
        for (; distance > 0; distance--)
            at = Next(file, at);
        return at;
    }

    /// <summary>The first byte of the value: behind a quote, or on the line behind a block indicator.</summary>
    private static YamlMark Start(ReadOnlySpan<byte> file, YamlMark scalar)
    {
        switch (Peek(file, scalar))
        {
            case '\'' or '"':
                return Next(file, scalar);
            case '|' or '>':
                var at = scalar;
                while (at.Offset < file.Length && file[at.Offset] != '\n')
                    at = Next(file, at);
                return SkipBlanks(file, at);
            default:
                return scalar;
        }
    }

    private static char Peek(ReadOnlySpan<byte> file, YamlMark at) =>
        at.Offset < file.Length ? (char)file[at.Offset] : '\0';

    private static bool IsBlank(byte b) => b is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n';

    private static YamlMark SkipBlanks(ReadOnlySpan<byte> file, YamlMark at)
    {
        while (at.Offset < file.Length && IsBlank(file[at.Offset]))
            at = Next(file, at);
        return at;
    }

    private static YamlMark Next(ReadOnlySpan<byte> file, YamlMark at) => file[at.Offset] == '\n'
        ? new(at.Offset + 1, at.Line + 1, 0)
        : new(at.Offset + 1, at.Line, at.Column + 1);
}
