using System.Text;
using Pidgin;
using Pidgin.Configuration;
using RulesEngine.Syntax.Ast;

namespace RulesEngine.Syntax.Grammar;

/// <summary>
/// What one parse remembers beside Pidgin's state, handed through as its configuration: how deep rules are nested, the
/// last token (Falco names it in one message) and the first rejection. Falco's parser stops at the first rejection and
/// never weighs alternatives against each other as Pidgin does, so the error is kept here and not in Pidgin's state.
/// </summary>
internal sealed class ParseContext : IConfiguration<byte>
{
    private readonly List<int>? _lineStarts;

    public ParseContext(ReadOnlySpan<byte> text, int maxDepth)
    {
        Length = text.Length;
        MaxDepth = maxDepth;
        for (var i = text.IndexOfAny((byte)'\r', (byte)'\n'); i >= 0 && i < text.Length; i++)
        {
            if (text[i] is (byte)'\r' or (byte)'\n')
            {
                (_lineStarts ??= []).Add(i + 1);
            }
        }
    }

    public int Length { get; }

    public int MaxDepth { get; }

    public int Depth { get; set; }

    public ByteText LastToken { get; set; }

    public ParseError? Failure { get; private set; }

    public Func<byte, SourcePosDelta> SourcePosCalculator { get; } = static _ => SourcePosDelta.OneCol;

    public IArrayPoolProvider ArrayPoolProvider => DefaultArrayPoolProvider.Instance;

    /// <summary>Keeps the first rejection; whatever fails on the way out of the rules does not count.</summary>
    public void Reject(string message, long index) => Failure ??= new ParseError(message, PositionOf((int)index));

    public void RejectAfterLastToken(long index) => Reject(
        $"unexpected token after '{Encoding.UTF8.GetString(LastToken.Span)}', expecting 'or', 'and'", index);

    /// <summary>Both <c>\r</c> and <c>\n</c> end a line, as in Falco: <c>\r\n</c> ends two.</summary>
    public SourcePosition PositionOf(int index)
    {
        if (_lineStarts is null)
        {
            return new SourcePosition(index, 1, index + 1);
        }

        var found = _lineStarts.BinarySearch(index);
        var line = found >= 0 ? found + 1 : ~found;
        var start = line == 0 ? 0 : _lineStarts[line - 1];
        return new SourcePosition(index, line + 1, index - start + 1);
    }
}
