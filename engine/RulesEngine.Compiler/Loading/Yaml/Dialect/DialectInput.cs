namespace RulesEngine.Compiler.Loading.Yaml.Dialect;

/// <summary>The bytes being scanned, with the mark of the next one, and the questions the dialect asks of them.</summary>
internal sealed class DialectInput(ReadOnlyMemory<byte> bytes)
{
    private readonly ReadOnlyMemory<byte> _bytes = bytes;

    public YamlMark Mark { get; private set; }

    public bool AtEnd => Mark.Offset >= _bytes.Length;

    public int Column => Mark.Column;

    /// <summary>The next byte, 0 at the end; <paramref name="ahead"/> looks further.</summary>
    public byte Peek(int ahead = 0) =>
        Mark.Offset + ahead < _bytes.Length ? _bytes.Span[Mark.Offset + ahead] : (byte)0;

    /// <summary>Takes a byte; behind the end too the mark moves on.</summary>
    public byte Next()
    {
        var b = Peek();
        if (AtEnd)
            Mark = new(Mark.Offset + 1, Mark.Line, Mark.Column + 1);
        else
            Skip(1);
        return b;
    }

    public void Skip(int count)
    {
        for (; count > 0 && !AtEnd; count--)
        {
            Mark = Peek() == '\n'
                ? new(Mark.Offset + 1, Mark.Line + 1, 0)
                : new(Mark.Offset + 1, Mark.Line, Mark.Column + 1);
        }
    }

    /// <summary>The end of the file counts as the start of a line.</summary>
    public void ResetColumn() => Mark = Mark with { Column = 0 };

    public bool IsEnd(int ahead) => Mark.Offset + ahead >= _bytes.Length;

    public bool IsBlank(int ahead = 0) => !IsEnd(ahead) && Peek(ahead) is (byte)' ' or (byte)'\t';

    public bool IsBreak(int ahead = 0) => !IsEnd(ahead) && Peek(ahead) is (byte)'\n' or (byte)'\r';

    public bool IsBlankOrBreak(int ahead = 0) => IsBlank(ahead) || IsBreak(ahead);

    public bool IsBlankBreakOrEnd(int ahead) => IsEnd(ahead) || IsBlankOrBreak(ahead);

    public int BreakLength => Peek() == '\r' && Peek(1) == '\n' ? 2 : 1;

    public bool IsOneOf(ReadOnlySpan<byte> set, int ahead = 0) => !IsEnd(ahead) && set.Contains(Peek(ahead));

    /// <summary>Three of a kind, then a blank, a break or the end.</summary>
    public bool IsDocumentMark(char letter) =>
        Peek() == letter && Peek(1) == letter && Peek(2) == letter && IsBlankBreakOrEnd(3);

    public void SkipLine()
    {
        while (!AtEnd && !IsBreak())
            Skip(1);
    }
}
