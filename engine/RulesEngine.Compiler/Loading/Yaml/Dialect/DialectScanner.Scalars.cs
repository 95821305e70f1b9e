namespace RulesEngine.Compiler.Loading.Yaml.Dialect;

/// <summary>The part for scalars: each style is a set of parameters for one reader.</summary>
internal sealed partial class DialectScanner
{
    private void ScanPlainScalar()
    {
        // The block that the scalar may open as a key does not count for its own lines.
        var indent = InBlock ? _blocks.Peek().Column + 1 : 0;
        NotePossibleKey();
        var mark = _input.Mark;
        var reader = new DialectScalar(_input, InBlock ? DialectStyle.PlainInBlock : DialectStyle.PlainInFlow)
        {
            Indent = indent,
        };
        var text = reader.Read();
        _keyAllowed = reader.EndedByIndent;
        _afterJsonLike = false;
        Push(TokenKind.PlainScalar, mark, text);
    }

    private void ScanQuotedScalar()
    {
        NotePossibleKey();
        var mark = _input.Mark;
        var style = _input.Next() == '\'' ? DialectStyle.SingleQuoted : DialectStyle.DoubleQuoted;
        var text = new DialectScalar(_input, style).Read();
        _keyAllowed = false;
        _afterJsonLike = true;
        Push(TokenKind.QuotedScalar, mark, text);
    }

    private void ScanBlockScalar()
    {
        var mark = _input.Mark;
        var style = _input.Next() == '>' ? DialectStyle.Folded : DialectStyle.Literal;
        var (chomp, indent) = ('\0', 0);
        for (var i = 0; i < 2; i++)
        {
            if (chomp == 0 && _input.IsOneOf("+-"u8))
            {
                chomp = (char)_input.Next();
            }
            else if (indent == 0 && char.IsAsciiDigit((char)_input.Peek()))
            {
                indent = _input.Next() - '0';
                if (indent == 0)
                    throw Fault("cannot set zero indentation for a block scalar");
            }
        }
        while (_input.IsBlank())
            _input.Skip(1);
        if (_input.Peek() == '#')
            _input.SkipLine();
        if (!_input.AtEnd && !_input.IsBreak())
            throw Fault("unexpected character in block scalar");

        var parent = Math.Max(0, _blocks.Peek().Column);
        var text = new DialectScalar(_input, style)
        {
            Indent = Math.Max(1, indent) + parent,
            DetectsIndent = indent == 0,
            Chomp = chomp,
        }.Read();
        _keyAllowed = true;
        _afterJsonLike = false;
        Push(TokenKind.QuotedScalar, mark, text);
    }
}
