using System.Runtime.InteropServices;
using System.Text;

namespace RulesEngine.Compiler.Loading.Yaml.Dialect;

internal enum DialectStyle : byte
{
    PlainInBlock,
    PlainInFlow,
    SingleQuoted,
    DoubleQuoted,
    Literal,
    Folded,
}

/// <summary>
/// Reads one scalar line by line: the text up to the end of the line, the line break, the indentation of the next. The
/// style says where it ends and what becomes of breaks and blanks.
/// </summary>
internal sealed class DialectScalar(DialectInput input, DialectStyle style)
{
    private readonly List<byte> _text = [];
    private int _protected;

    /// <summary>A line indented less than this ends the scalar.</summary>
    public int Indent { get; set; }

    /// <summary>The first line that is not empty sets the indentation.</summary>
    public bool DetectsIndent { get; init; }

    /// <summary><c>+</c> keeps the last breaks, <c>-</c> drops them all; otherwise one stays.</summary>
    public char Chomp { get; init; }

    public bool EndedByIndent { get; private set; }

    private bool IsPlain => style is DialectStyle.PlainInBlock or DialectStyle.PlainInFlow;

    private bool IsQuoted => style is DialectStyle.SingleQuoted or DialectStyle.DoubleQuoted;

    private bool IsBlock => style is DialectStyle.Literal or DialectStyle.Folded;

    public string Read()
    {
        ReadLines();
        if (IsPlain)
            Cut(" \t"u8, keep: 0);
        if (IsPlain || Chomp == '-')
            Cut("\n"u8, keep: 0);
        else if (Chomp != '+')
            Cut("\n"u8, keep: 1);
        return Encoding.UTF8.GetString(CollectionsMarshal.AsSpan(_text));
    }

    private void ReadLines()
    {
        var (sawText, opened) = (false, !IsBlock);
        var (wasEmpty, wasIndented) = (false, false);
        var (pendingBreaks, pendingIndented) = (0, false);
        while (!input.AtEnd)
        {
            if (ReadLine(ref sawText, ref opened, out var escapedBreak))
                return;

            input.Skip(input.BreakLength);
            SkipIndentation(sawText);
            var isEmpty = input.IsBreak();
            var isIndented = input.IsBlank();
            if (style == DialectStyle.Folded && pendingBreaks == 0 && isEmpty)
                pendingIndented = wasIndented;
            if (opened && style == DialectStyle.Literal)
            {
                _text.Add((byte)'\n');
            }
            else if (opened && style == DialectStyle.Folded)
            {
                if (!wasEmpty && !isEmpty && !wasIndented && !isIndented && input.Column >= Indent)
                    _text.Add((byte)' ');
                else if (isEmpty)
                    pendingBreaks++;
                else
                    _text.Add((byte)'\n');
                if (!isEmpty && pendingBreaks > 0)
                {
                    var more = pendingIndented || isIndented || !sawText ? 1 : 0;
                    _text.AddRange(Enumerable.Repeat((byte)'\n', pendingBreaks - 1 + more));
                    pendingBreaks = 0;
                }
            }
            else if (opened)
            {
                if (isEmpty)
                    _text.Add((byte)'\n');
                else if (!wasEmpty && !escapedBreak)
                    _text.Add((byte)' ');
            }

            (wasEmpty, wasIndented, opened) = (isEmpty, isIndented, true);
            if (!isEmpty && input.Column < Indent)
            {
                EndedByIndent = true;
                return;
            }
        }
    }

    /// <summary>One line up to its break; true when the scalar ends on it.</summary>
    private bool ReadLine(ref bool sawText, ref bool opened, out bool escapedBreak)
    {
        var solid = _text.Count;
        escapedBreak = false;
        while (!input.AtEnd && !AtTerminator() && !input.IsBreak())
        {
            if (input.Column == 0 && AtDocumentMark())
            {
                if (IsQuoted)
                    throw new DialectFault("illegal document indicator in scalar", input.Mark);
                if (IsPlain)
                    break;
            }
            sawText = opened = true;
            if (style == DialectStyle.DoubleQuoted && input.Peek() == '\\' && input.IsBreak(1))
            {
                input.Skip(1);
                solid = _protected = _text.Count;
                escapedBreak = true;
                break;
            }
            if ((style == DialectStyle.DoubleQuoted && input.Peek() == '\\')
                || (style == DialectStyle.SingleQuoted && input.Peek() == '\''))
            {
                DialectEscape.Append(input, _text);
                solid = _protected = _text.Count;
                continue;
            }
            _text.Add(input.Next());
            if (_text[^1] is not ((byte)' ' or (byte)'\t'))
                solid = _text.Count;
        }

        if (input.AtEnd)
            return IsQuoted ? throw new DialectFault("illegal EOF in scalar", input.Mark) : true;
        if (IsPlain && input.Column == 0 && AtDocumentMark())
            return true;
        if (AtTerminator())
        {
            input.Skip(IsQuoted ? 1 : 0);
            return true;
        }
        if (!IsBlock)
            _text.RemoveRange(solid, _text.Count - solid);
        return false;
    }

    private void SkipIndentation(bool sawText)
    {
        var detecting = DetectsIndent && !sawText;
        while (input.Peek() == ' ' && !input.AtEnd && (input.Column < Indent || detecting) && !AtTerminator())
            input.Skip(1);
        if (detecting)
            Indent = Math.Max(Indent, input.Column);
        while (input.IsBlank())
        {
            if (input.Peek() == '\t' && input.Column < Indent && !IsQuoted)
                throw new DialectFault("illegal tab when looking for indentation", input.Mark);
            if (IsBlock || AtTerminator())
                return;
            input.Skip(1);
        }
    }

    private bool AtDocumentMark() => input.IsDocumentMark('-') || input.IsDocumentMark('.');

    private bool AtTerminator() => style switch
    {
        DialectStyle.SingleQuoted => input.Peek() == '\'' && input.Peek(1) != '\'',
        DialectStyle.DoubleQuoted => input.Peek() == '"',
        DialectStyle.PlainInBlock => AtComment() || (input.Peek() == ':' && input.IsBlankBreakOrEnd(1)),
        DialectStyle.PlainInFlow => AtComment() || input.IsOneOf(",?[]{}"u8)
            || (input.Peek() == ':' && (input.IsBlankBreakOrEnd(1) || input.IsOneOf(",]}"u8, 1))),
        _ => false,
    };

    private bool AtComment() =>
        (input.IsBlank() && input.Peek(1) == '#') || (input.IsBreak() && input.Peek(input.BreakLength) == '#');

    /// <summary>Takes trailing bytes of a set away, except what was escaped.</summary>
    private void Cut(ReadOnlySpan<byte> set, int keep)
    {
        var end = CollectionsMarshal.AsSpan(_text).LastIndexOfAnyExcept(set) + 1;
        if (end == 0 && _protected == 0)
            keep = 0;
        end = Math.Min(_text.Count, Math.Max(end, _protected) + keep);
        _text.RemoveRange(end, _text.Count - end);
    }
}
