namespace RulesEngine.Compiler.Loading.Yaml.Dialect;

/// <summary>
/// Bytes to tokens by the rules of yaml-cpp, which are not quite YAML's: what may be a key, where a block ends, what is
/// forgiven. Tokens come one at a time, since a fault further on must not hide one that the parser finds first.
/// </summary>
internal sealed partial class DialectScanner(ReadOnlyMemory<byte> bytes)
{
    private const int LongestKey = 1024;

    private enum BlockKind : byte
    {
        None,
        Map,
        Sequence,
    }

    private sealed class Block(int column, BlockKind kind)
    {
        public int Column { get; } = column;

        public BlockKind Kind { get; } = kind;

        public TokenState State { get; set; }

        public DialectToken? Start { get; set; }
    }

    private sealed record PossibleKey(YamlMark Mark, int FlowLevel, Block? Block, DialectToken Token)
    {
        public void Settle(TokenState state)
        {
            Token.State = state;
            if (Block is null)
                return;
            Block.State = state;
            Block.Start!.State = state;
        }
    }

    private readonly DialectInput _input = new(bytes);
    private readonly Queue<DialectToken> _tokens = new();
    private readonly Stack<Block> _blocks = new([new Block(-1, BlockKind.None)]);
    private readonly Stack<PossibleKey> _keys = new();
    private readonly Stack<TokenKind> _flows = new();
    private bool _keyAllowed = true;
    private bool _afterJsonLike;
    private bool _ended;

    private bool InBlock => _flows.Count == 0;

    /// <summary>Where scanning has got to.</summary>
    public YamlMark Mark => _input.Mark;

    /// <summary>
    /// The next token without taking it; null at the end. What has not turned out to be a key by then counts as one.
    /// </summary>
    public DialectToken? Peek()
    {
        while (true)
        {
            _tokens.TryPeek(out var token);
            if (token is { State: TokenState.Invalid })
                _tokens.Dequeue();
            else if (_ended || token is { State: TokenState.Valid })
                return token;
            else
                ScanNext();
        }
    }

    public void Take()
    {
        if (Peek() is not null)
            _tokens.Dequeue();
    }

    private void ScanNext()
    {
        SkipToToken();
        CloseBlocksAtColumn();
        if (_input.AtEnd)
            End();
        else if (_input.Column == 0 && _input.Peek() == '%')
            ScanDirective();
        else if (_input.Column == 0 && _input.IsDocumentMark('-'))
            ScanDocumentMark(TokenKind.DocumentStart);
        else if (_input.Column == 0 && _input.IsDocumentMark('.'))
            ScanDocumentMark(TokenKind.DocumentEnd);
        else
            ScanContent();
    }

    private void ScanContent()
    {
        var first = _input.Peek();
        if (first is (byte)'[' or (byte)'{')
            ScanFlowStart();
        else if (first is (byte)']' or (byte)'}')
            ScanFlowEnd();
        else if (first == ',')
            ScanFlowEntry();
        else if (first == '-' && _input.IsBlankBreakOrEnd(1))
            ScanBlockEntry();
        else if (first == '?' && _input.IsBlankOrBreak(1))
            ScanKey();
        else if (first == ':' && EndsKey())
            ScanValue();
        else if (first is (byte)'*' or (byte)'&')
            ScanAnchor(isAlias: first == '*');
        else if (first == '!')
            ScanTag();
        else if (InBlock && first is (byte)'|' or (byte)'>')
            ScanBlockScalar();
        else if (first is (byte)'\'' or (byte)'"')
            ScanQuotedScalar();
        else if (StartsPlainScalar())
            ScanPlainScalar();
        else
            throw Fault("unknown token");
    }

    private DialectFault Fault(string message) => new(message, _input.Mark);

    private bool EndsKey() => InBlock
        ? _input.IsBlankBreakOrEnd(1)
        : _afterJsonLike || _input.IsBlankOrBreak(1) || _input.IsOneOf(",]}"u8, 1);

    private bool StartsPlainScalar()
    {
        if (_input.IsBlankOrBreak() || _input.IsOneOf(",[]{}#&*!|>'\"%@`"u8))
            return false;
        if (InBlock)
            return !(_input.IsOneOf("-?:"u8) && _input.IsBlankBreakOrEnd(1));
        return _input.Peek() != '?' && !(_input.IsOneOf("-:"u8) && (_input.IsBlank(1) || _input.IsEnd(1)));
    }

    private void SkipToToken()
    {
        while (true)
        {
            while (_input.IsBlank())
            {
                // A tab indents nothing: behind one no key can start on this line.
                if (InBlock && _input.Peek() == '\t')
                    _keyAllowed = false;
                _input.Skip(1);
            }
            if (_input.Peek() == '#' && !_input.AtEnd)
                _input.SkipLine();
            if (!_input.IsBreak())
                return;
            _input.Skip(_input.BreakLength);
            DropKey();
            _keyAllowed |= InBlock;
        }
    }

    private void End()
    {
        _input.ResetColumn();
        CloseAllBlocks();
        DropAllKeys();
        _keyAllowed = false;
        _ended = true;
    }

    private DialectToken Push(TokenKind kind, YamlMark mark, string text = "")
    {
        var token = new DialectToken(kind, mark, text);
        _tokens.Enqueue(token);
        return token;
    }

    /// <summary>Opens a block at this column, unless one is open there already; null then, and inside a flow.</summary>
    private Block? OpenBlock(BlockKind kind)
    {
        var (column, top) = (_input.Column, _blocks.Peek());
        var sequenceInMap = kind == BlockKind.Sequence && top.Kind == BlockKind.Map;
        if (!InBlock || column < top.Column || (column == top.Column && !sequenceInMap))
            return null;
        var block = new Block(column, kind)
        {
            Start = Push(kind == BlockKind.Map ? TokenKind.BlockMapStart : TokenKind.BlockSequenceStart, _input.Mark),
        };
        _blocks.Push(block);
        return block;
    }

    private void CloseBlocksAtColumn()
    {
        if (!InBlock)
            return;
        while (_blocks.TryPeek(out var block))
        {
            var endsHere = block.Kind == BlockKind.Sequence && !(_input.Peek() == '-' && _input.IsBlankBreakOrEnd(1));
            if (block.Column < _input.Column || (block.Column == _input.Column && !endsHere))
                break;
            CloseBlock();
        }
        while (_blocks.TryPeek(out var block) && block.State == TokenState.Invalid)
            CloseBlock();
    }

    private void CloseAllBlocks()
    {
        while (InBlock && _blocks.Peek().Kind != BlockKind.None)
            CloseBlock();
    }

    private void CloseBlock()
    {
        var block = _blocks.Pop();
        if (block.State != TokenState.Valid)
            DropKey();
        else if (block.Kind == BlockKind.Sequence)
            Push(TokenKind.BlockSequenceEnd, _input.Mark);
        else if (block.Kind == BlockKind.Map)
            Push(TokenKind.BlockMapEnd, _input.Mark);
    }

    /// <summary>What comes next may turn out to be a key: keep its place in the queue.</summary>
    private void NotePossibleKey()
    {
        if (!_keyAllowed || (_keys.TryPeek(out var top) && top.FlowLevel == _flows.Count))
            return;
        var block = InBlock ? OpenBlock(BlockKind.Map) : null;
        var key = new PossibleKey(_input.Mark, _flows.Count, block, Push(TokenKind.Key, _input.Mark));
        key.Settle(TokenState.Unverified);
        _keys.Push(key);
    }

    private void DropKey()
    {
        if (_keys.TryPeek(out var key) && key.FlowLevel == _flows.Count)
            _keys.Pop().Settle(TokenState.Invalid);
    }

    private void DropAllKeys()
    {
        while (_keys.TryPop(out var key))
        {
            if (key.FlowLevel == 0)
                key.Settle(TokenState.Invalid);
        }
    }

    /// <summary>Whether the last possible key is one; it must be on this line and not too long.</summary>
    private bool ConfirmKey()
    {
        if (!_keys.TryPeek(out var key) || key.FlowLevel != _flows.Count)
            return false;
        _keys.Pop();
        var valid = _input.Mark.Line == key.Mark.Line && _input.Mark.Offset - key.Mark.Offset <= LongestKey;
        key.Settle(valid ? TokenState.Valid : TokenState.Invalid);
        return valid;
    }
}
