using System.Text;
using RulesEngine.Compiler.Loading;

namespace RulesEngine.Compat.Loading;

/// <summary>
/// The text around a place, and a caret below it, as Falco shows them: the line of the mark, cut to half the width on
/// either side. A mark behind the end of the text is drawn to its last character.
/// </summary>
public static class PlaceSnippet
{
    private const int HalfWidth = 80;

    private const string Nothing = "<No context available>\n";

    public static string Print(LoadPlace place, IReadOnlyDictionary<string, ReadOnlyMemory<byte>> contents)
    {
        ReadOnlyMemory<byte> content;
        if (place.Text is { Length: > 0 } condition)
            content = Encoding.UTF8.GetBytes(condition);
        else if (!contents.TryGetValue(place.Source, out content))
            return $"<No context for file + {place.Source}>\n";
        return Print(content.Span, place.Mark.Offset);
    }

    private static string Print(ReadOnlySpan<byte> content, int position)
    {
        if (content.IsEmpty)
            return Nothing;
        while (position > 0 && (position >= content.Length || content[position] == '\n'))
            position--;

        var from = position;
        while (from > 0 && content[from] != '\n' && position - from < HalfWidth)
            from--;
        var to = position;
        while (to < content.Length - 1 && content[to] != '\n' && to - position < HalfWidth)
            to++;
        from += content[from] == '\n' ? 1 : 0;
        to -= content[to] == '\n' ? 1 : 0;
        if (to < from)
            return Nothing;

        var line = content[from..(to + 1)].ToArray();
        if (position - from >= HalfWidth)
            "..."u8.CopyTo(line);
        if (to - position >= HalfWidth)
            "..."u8.CopyTo(line.AsSpan(line.Length - 3));
        var snippet = Encoding.UTF8.GetString(line) + "\n";
        return position - from <= line.Length ? snippet + new string(' ', position - from) + "^\n" : snippet;
    }
}
