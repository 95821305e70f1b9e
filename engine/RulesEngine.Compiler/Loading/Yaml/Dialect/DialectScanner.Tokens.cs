using System.Text;

namespace RulesEngine.Compiler.Loading.Yaml.Dialect;

/// <summary>The part for everything but scalars: one method per kind of token.</summary>
internal sealed partial class DialectScanner
{
    private void ScanDirective()
    {
        CloseAllBlocks();
        DropAllKeys();
        _keyAllowed = _afterJsonLike = false;
        var mark = _input.Mark;
        _input.SkipLine();
        Push(TokenKind.Directive, mark);
    }

    private void ScanDocumentMark(TokenKind kind)
    {
        CloseAllBlocks();
        DropAllKeys();
        _keyAllowed = _afterJsonLike = false;
        Push(kind, _input.Mark);
        _input.Skip(3);
    }

    private void ScanFlowStart()
    {
        NotePossibleKey();
        _keyAllowed = true;
        _afterJsonLike = false;
        var kind = _input.Peek() == '[' ? TokenKind.FlowSequenceStart : TokenKind.FlowMapStart;
        _flows.Push(kind);
        Push(kind, _input.Mark);
        _input.Skip(1);
    }

    private void ScanFlowEnd()
    {
        if (InBlock)
            throw Fault("illegal flow end");
        EndFlowEntry();
        _keyAllowed = false;
        _afterJsonLike = true;
        var sequence = _input.Peek() == ']';
        if (_flows.Peek() != (sequence ? TokenKind.FlowSequenceStart : TokenKind.FlowMapStart))
            throw Fault("illegal flow end");
        _flows.Pop();
        Push(sequence ? TokenKind.FlowSequenceEnd : TokenKind.FlowMapEnd, _input.Mark);
        _input.Skip(1);
    }

    private void ScanFlowEntry()
    {
        if (!InBlock)
            EndFlowEntry();
        _keyAllowed = true;
        _afterJsonLike = false;
        Push(TokenKind.FlowEntry, _input.Mark);
        _input.Skip(1);
    }

    /// <summary>A lone entry of a flow map is a key without a value.</summary>
    private void EndFlowEntry()
    {
        if (_flows.Peek() == TokenKind.FlowSequenceStart)
            DropKey();
        else if (ConfirmKey())
            Push(TokenKind.Value, _input.Mark);
    }

    private void ScanBlockEntry()
    {
        if (!InBlock || !_keyAllowed)
            throw Fault("illegal block entry");
        OpenBlock(BlockKind.Sequence);
        _keyAllowed = true;
        _afterJsonLike = false;
        Push(TokenKind.BlockEntry, _input.Mark);
        _input.Skip(1);
    }

    private void ScanKey()
    {
        if (InBlock && !_keyAllowed)
            throw Fault("illegal map key");
        if (InBlock)
            OpenBlock(BlockKind.Map);
        _keyAllowed = InBlock;
        Push(TokenKind.Key, _input.Mark);
        _input.Skip(1);
    }

    private void ScanValue()
    {
        var keyed = ConfirmKey();
        _afterJsonLike = false;
        if (!keyed && InBlock)
        {
            if (!_keyAllowed)
                throw Fault("illegal map value");
            OpenBlock(BlockKind.Map);
        }
        _keyAllowed = !keyed && InBlock;
        Push(TokenKind.Value, _input.Mark);
        _input.Skip(1);
    }

    private void ScanAnchor(bool isAlias)
    {
        NotePossibleKey();
        _keyAllowed = _afterJsonLike = false;
        var mark = _input.Mark;
        _input.Skip(1);
        var name = new List<byte>();
        while (!_input.AtEnd && !_input.IsBlankOrBreak() && !_input.IsOneOf("[]{},"u8))
            name.Add(_input.Next());
        if (name.Count == 0)
            throw Fault(isAlias ? "alias not found after *" : "anchor not found after &");
        if (!_input.AtEnd && !_input.IsBlankOrBreak() && !_input.IsOneOf("?:,]}%@`"u8))
            throw Fault($"illegal character found while scanning {(isAlias ? "alias" : "anchor")}");
        Push(isAlias ? TokenKind.Alias : TokenKind.Anchor, mark, Encoding.UTF8.GetString([.. name]));
    }

    /// <summary>
    /// <c>!&lt;anything&gt;</c>, <c>!name</c> or <c>!handle!name</c>, of which only the shape matters. It ends where no
    /// letter of a tag follows, and what follows need not be set off.
    /// </summary>
    private void ScanTag()
    {
        NotePossibleKey();
        _keyAllowed = _afterJsonLike = false;
        var mark = _input.Mark;
        _input.Skip(1);
        if (_input.Peek() == '<')
            ScanVerbatimTag();
        else
            ScanTagName();
        Push(TokenKind.Tag, mark);
    }

    private void ScanVerbatimTag()
    {
        _input.Skip(1);
        while (SkipTagLetter("!,[]"u8))
        {
        }
        if (_input.Peek() != '>')
            throw Fault("end of verbatim tag not found");
        _input.Skip(1);
    }

    private void ScanTagName()
    {
        while (char.IsAsciiLetterOrDigit((char)_input.Peek()) || _input.Peek() == '-')
            _input.Skip(1);
        var handleEnd = _input.Mark;
        var isHandle = _input.Peek() == '!';
        _input.Skip(isHandle ? 1 : 0);
        var suffixStart = _input.Mark;
        while (SkipTagLetter(""u8))
        {
        }
        if (isHandle && _input.Mark == suffixStart)
            throw Fault("tag handle with no suffix");
        if (!isHandle && _input.Peek() == '!')
            throw new DialectFault("illegal character found while scanning tag handle", handleEnd);
    }

    private bool SkipTagLetter(ReadOnlySpan<byte> more)
    {
        var length = 0;
        if (_input.Peek() == '%')
            length = char.IsAsciiHexDigit((char)_input.Peek(1)) && char.IsAsciiHexDigit((char)_input.Peek(2)) ? 3 : 0;
        else if (char.IsAsciiLetterOrDigit((char)_input.Peek()) || _input.IsOneOf("-#;/?:@&=+$_.~*'()"u8))
            length = 1;
        else if (_input.IsOneOf(more))
            length = 1;
        _input.Skip(length);
        return length > 0;
    }
}
