using System.Collections.Immutable;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace RulesEngine.Compiler.Loading.Yaml;

/// <summary>What is wrong with a text that is not YAML, and where.</summary>
public sealed record YamlFault(string Message, YamlMark Mark);

/// <summary>The documents of a file, or the fault that stopped reading; never both.</summary>
public sealed record YamlReading(ImmutableArray<YamlNode> Documents, YamlFault? Fault);

/// <summary>
/// Bytes to documents. The events come from YamlDotNet; this type adds what rule loading needs on top: marks in bytes,
/// nulls told from empty texts, aliases resolved, a limit on nesting. It knows nothing of rules.
/// </summary>
public sealed class YamlReader
{
    private const int MaxDepth = 500;

    private readonly YamlText _text;
    private readonly Dictionary<string, YamlNode> _anchors = new(StringComparer.Ordinal);
    private readonly Parser _parser;
    private YamlFault? _fault;
    private int _depth;

    private YamlReader(YamlText text)
    {
        _text = text;
        _parser = new Parser(new Scanner(new StringReader(text.Characters), skipComments: true));
    }

    public static YamlReading Read(ReadOnlyMemory<byte> content)
    {
        var text = new YamlText(content);
        var documents = ImmutableArray.CreateBuilder<YamlNode>();
        try
        {
            var reader = new YamlReader(text);
            reader.ReadStream(documents);
            return reader._fault is { } fault ? new([], fault) : new(documents.ToImmutable(), null);
        }
        catch (YamlException refusal)
        {
            return YamlRefusal.Judge(text, refusal);
        }
    }

    private void ReadStream(ImmutableArray<YamlNode>.Builder documents)
    {
        while (_fault is null && _parser.MoveNext())
        {
            if (_parser.Current is not DocumentStart)
                continue;
            _anchors.Clear();
            _parser.MoveNext();
            documents.Add(ReadNode());
        }
    }

    private YamlNode ReadNode()
    {
        var current = _parser.Current!;
        var mark = YamlText.MarkAt(current.Start);
        if (_fault is not null)
            return YamlNode.Null(mark);
        if (++_depth > MaxDepth)
            return Fail("bad file", mark);

        var node = current switch
        {
            AnchorAlias alias => Resolve(alias, mark),
            Scalar scalar => ReadScalar(scalar, mark),
            SequenceStart => ReadSequence(mark),
            MappingStart => ReadMap(mark),
            _ => throw new InvalidOperationException($"unexpected event {current}"),
        };
        _depth--;
        if (current is NodeEvent { Anchor.IsEmpty: false } anchored)
            _anchors[YamlText.Decode(anchored.Anchor.Value)] = node;
        return node;
    }

    private YamlNode Resolve(AnchorAlias alias, YamlMark mark)
    {
        var name = YamlText.Decode(alias.Value.Value);
        return _anchors.TryGetValue(name, out var node)
            ? node
            : Fail($"the referenced anchor is not defined: {name}", mark);
    }

    private YamlNode ReadScalar(Scalar scalar, YamlMark mark)
    {
        var plain = scalar.Style == ScalarStyle.Plain && scalar.Tag.IsEmpty;
        if (!plain || scalar.Value is not ("" or "~" or "null" or "Null" or "NULL"))
            return YamlNode.Scalar(mark, YamlText.Decode(scalar.Value));
        var empty = scalar.Value.Length == 0 && scalar.Anchor.IsEmpty;
        return YamlNode.Null(empty ? _text.NextToken(mark) : mark);
    }

    private YamlNode ReadSequence(YamlMark mark)
    {
        var items = ImmutableArray.CreateBuilder<YamlNode>();
        while (_fault is null && _parser.MoveNext() && _parser.Current is not SequenceEnd)
            items.Add(ReadNode());
        return YamlNode.Sequence(mark, items.ToImmutable());
    }

    private YamlNode ReadMap(YamlMark mark)
    {
        var entries = ImmutableArray.CreateBuilder<(YamlNode, YamlNode)>();
        while (_fault is null && _parser.MoveNext() && _parser.Current is not MappingEnd)
        {
            var key = ReadNode();
            if (_fault is null)
                _parser.MoveNext();
            entries.Add((key, ReadNode()));
        }
        return YamlNode.Map(mark, entries.ToImmutable());
    }

    private YamlNode Fail(string message, YamlMark mark)
    {
        _fault ??= new YamlFault(message, mark);
        return YamlNode.Null(mark);
    }
}
