using System.Collections.Immutable;

namespace RulesEngine.Compiler.Loading.Yaml.Dialect;

/// <summary>
/// Reads a file by the rules of yaml-cpp, for files that YAML proper refuses: either yaml-cpp refuses them too, then this
/// finds its words and its place, or it forgives what is wrong with them, then this reads what it would have read.
/// </summary>
internal sealed class DialectParser
{
    private const int MaxDepth = 500;

    private readonly DialectScanner _scanner;
    private readonly Dictionary<string, YamlNode> _anchors = new(StringComparer.Ordinal);
    private readonly Stack<TokenKind> _collections = new();
    private int _depth;

    private DialectParser(ReadOnlyMemory<byte> bytes) => _scanner = new DialectScanner(bytes);

    public static YamlReading Read(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            return new(new DialectParser(bytes).ReadDocuments(), null);
        }
        catch (DialectFault fault)
        {
            return new([], new YamlFault(fault.Message, fault.Mark));
        }
    }

    private ImmutableArray<YamlNode> ReadDocuments()
    {
        var documents = ImmutableArray.CreateBuilder<YamlNode>();
        while (true)
        {
            while (_scanner.Peek() is { Kind: TokenKind.Directive })
                _scanner.Take();
            if (_scanner.Peek() is not { } first)
                break;
            _anchors.Clear();
            if (first.Kind == TokenKind.DocumentStart)
                _scanner.Take();
            var document = ReadNode();
            while (_scanner.Peek() is { Kind: TokenKind.DocumentEnd })
                _scanner.Take();
            if (document.IsNull)
                break;
            documents.Add(document);
        }
        return documents.ToImmutable();
    }

    private YamlNode ReadNode()
    {
        if (++_depth > MaxDepth)
            throw new DialectFault("bad file", _scanner.Mark);
        var node = ReadNodeInside();
        _depth--;
        return node;
    }

    private YamlNode ReadNodeInside()
    {
        if (_scanner.Peek() is not { } first)
            return YamlNode.Null(_scanner.Mark);
        if (first.Kind == TokenKind.Value)
            return ReadCompactMap(first.Mark, hasKey: false);
        if (first.Kind == TokenKind.Alias)
        {
            _scanner.Take();
            return _anchors.TryGetValue(first.Text, out var known)
                ? known
                : throw new DialectFault($"the referenced anchor is not defined: {first.Text}", first.Mark);
        }

        var (anchor, tagged) = ReadProperties();
        var node = ReadContent(first.Mark, tagged);
        if (anchor is not null)
            _anchors[anchor] = node;
        return node;
    }

    private (string? Anchor, bool Tagged) ReadProperties()
    {
        string? anchor = null;
        var tagged = false;
        while (_scanner.Peek() is { Kind: TokenKind.Anchor or TokenKind.Tag } property)
        {
            if (property.Kind == TokenKind.Tag && tagged)
                throw new DialectFault("cannot assign multiple tags to the same node", property.Mark);
            if (property.Kind == TokenKind.Anchor && anchor is not null)
                throw new DialectFault("cannot assign multiple anchors to the same node", property.Mark);
            tagged |= property.Kind == TokenKind.Tag;
            anchor = property.Kind == TokenKind.Anchor ? property.Text : anchor;
            _scanner.Take();
        }
        return (anchor, tagged);
    }

    private YamlNode ReadContent(YamlMark mark, bool tagged)
    {
        switch (_scanner.Peek())
        {
            case null:
                return YamlNode.Null(mark);
            case { Kind: TokenKind.PlainScalar, Text: "" or "~" or "null" or "Null" or "NULL" } when !tagged:
                _scanner.Take();
                return YamlNode.Null(mark);
            case { Kind: TokenKind.PlainScalar or TokenKind.QuotedScalar } scalar:
                _scanner.Take();
                return YamlNode.Scalar(mark, scalar.Text);
            case { Kind: TokenKind.FlowSequenceStart }:
                return ReadFlowSequence(mark);
            case { Kind: TokenKind.BlockSequenceStart }:
                return ReadBlockSequence(mark);
            case { Kind: TokenKind.FlowMapStart }:
                return ReadFlowMap(mark);
            case { Kind: TokenKind.BlockMapStart }:
                return ReadBlockMap(mark);
            case { Kind: TokenKind.Key }
                when _collections.TryPeek(out var inside) && inside == TokenKind.FlowSequenceStart:
                return ReadCompactMap(mark, hasKey: true);
            default:
                return tagged ? YamlNode.Scalar(mark, "") : YamlNode.Null(mark);
        }
    }

    private YamlNode ReadBlockSequence(YamlMark mark)
    {
        _scanner.Take();
        _collections.Push(TokenKind.BlockSequenceStart);
        var items = ImmutableArray.CreateBuilder<YamlNode>();
        while (true)
        {
            var token = Expect("end of sequence not found");
            if (token.Kind is not (TokenKind.BlockEntry or TokenKind.BlockSequenceEnd))
                throw new DialectFault("end of sequence not found", token.Mark);
            _scanner.Take();
            if (token.Kind == TokenKind.BlockSequenceEnd)
                break;
            items.Add(_scanner.Peek() is { Kind: TokenKind.BlockEntry or TokenKind.BlockSequenceEnd } next
                ? YamlNode.Null(next.Mark)
                : ReadNode());
        }
        _collections.Pop();
        return YamlNode.Sequence(mark, items.ToImmutable());
    }

    private YamlNode ReadFlowSequence(YamlMark mark)
    {
        const string Unfinished = "end of sequence flow not found";
        _scanner.Take();
        _collections.Push(TokenKind.FlowSequenceStart);
        var items = ImmutableArray.CreateBuilder<YamlNode>();
        while (Expect(Unfinished).Kind != TokenKind.FlowSequenceEnd)
        {
            items.Add(ReadNode());
            EndFlowEntry(TokenKind.FlowSequenceEnd, Unfinished);
        }
        _scanner.Take();
        _collections.Pop();
        return YamlNode.Sequence(mark, items.ToImmutable());
    }

    private YamlNode ReadBlockMap(YamlMark mark)
    {
        _scanner.Take();
        _collections.Push(TokenKind.BlockMapStart);
        var entries = ImmutableArray.CreateBuilder<(YamlNode, YamlNode)>();
        while (true)
        {
            var token = Expect("end of map not found");
            if (token.Kind is not (TokenKind.Key or TokenKind.Value or TokenKind.BlockMapEnd))
                throw new DialectFault("end of map not found", token.Mark);
            if (token.Kind == TokenKind.BlockMapEnd)
                break;
            entries.Add(ReadEntry(token));
        }
        _scanner.Take();
        _collections.Pop();
        return YamlNode.Map(mark, entries.ToImmutable());
    }

    private YamlNode ReadFlowMap(YamlMark mark)
    {
        const string Unfinished = "end of map flow not found";
        _scanner.Take();
        _collections.Push(TokenKind.FlowMapStart);
        var entries = ImmutableArray.CreateBuilder<(YamlNode, YamlNode)>();
        while (Expect(Unfinished) is { Kind: not TokenKind.FlowMapEnd } token)
        {
            entries.Add(ReadEntry(token));
            EndFlowEntry(TokenKind.FlowMapEnd, Unfinished);
        }
        _scanner.Take();
        _collections.Pop();
        return YamlNode.Map(mark, entries.ToImmutable());
    }

    private YamlNode ReadCompactMap(YamlMark mark, bool hasKey)
    {
        _collections.Push(TokenKind.Key);
        var token = _scanner.Peek()!;
        if (hasKey)
            _scanner.Take();
        var key = hasKey ? ReadNode() : YamlNode.Null(token.Mark);
        var entry = (key, ReadValue(token.Mark));
        _collections.Pop();
        return YamlNode.Map(mark, [entry]);
    }

    private (YamlNode Key, YamlNode Value) ReadEntry(DialectToken token)
    {
        var key = YamlNode.Null(token.Mark);
        if (token.Kind == TokenKind.Key)
        {
            _scanner.Take();
            key = ReadNode();
        }
        return (key, ReadValue(token.Mark));
    }

    private YamlNode ReadValue(YamlMark keyMark)
    {
        if (_scanner.Peek() is not { Kind: TokenKind.Value })
            return YamlNode.Null(keyMark);
        _scanner.Take();
        return ReadNode();
    }

    private void EndFlowEntry(TokenKind end, string unfinished)
    {
        var token = Expect(unfinished);
        if (token.Kind == TokenKind.FlowEntry)
            _scanner.Take();
        else if (token.Kind != end)
            throw new DialectFault(unfinished, token.Mark);
    }

    private DialectToken Expect(string unfinished) =>
        _scanner.Peek() ?? throw new DialectFault(unfinished, _scanner.Mark);
}
