using System.Collections.Immutable;
using RulesEngine.Compiler.Loading.Yaml.Dialect;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace RulesEngine.Compiler.Loading.Yaml;

/// <summary>What is wrong with a text that is not YAML, and where.</summary>
public sealed record YamlFault(string Message, YamlMark Mark);

/// <summary>The documents of a file, or the fault that stopped reading; never both.</summary>
public sealed record YamlReading(ImmutableArray<YamlNode> Documents, YamlFault? Fault);

/// <summary>
/// Bytes to documents. The events come from YamlDotNet; this type adds what rule loading needs on top: marks in bytes,
/// nulls told from empty texts, a limit on nesting. What YAML refuses is read again by <see cref="DialectParser"/>, and so
/// is what YAML and Falco's reader may not agree on (anchors, tags, maps in braces, keys of several lines or of none):
/// Falco forgives some of it, and has its own words for the rest. As in yaml-cpp an empty document ends the file, and
/// what follows is not read. It knows nothing of rules.
/// </summary>
public sealed class YamlReader
{
    private const int MaxDepth = 500;

    private readonly YamlText _text;
    private readonly Parser _parser;
    private bool _failed;
    private int _depth;
    private int _flowDepth;

    private YamlReader(YamlText text)
    {
        _text = text;
        _parser = new Parser(new Scanner(new StringReader(text.Characters), skipComments: true));
    }

    public static YamlReading Read(ReadOnlyMemory<byte> content)
    {
        var text = new YamlText(content);
        if (text.IsDoubtful)
            return DialectParser.Read(text.Utf8);
        var documents = ImmutableArray.CreateBuilder<YamlNode>();
        try
        {
            var reader = new YamlReader(text);
            reader.ReadStream(documents);
            if (!reader._failed)
                return new(documents.ToImmutable(), null);
        }
        catch (Exception refusal) when (refusal is YamlException or InvalidOperationException or ArgumentException)
        {
            // Broken input makes the scanner throw any of these; what is wrong with it is found below.
        }
        return DialectParser.Read(text.Utf8);
    }

    private void ReadStream(ImmutableArray<YamlNode>.Builder documents)
    {
        while (!_failed && _parser.MoveNext())
        {
            if (_parser.Current is not DocumentStart)
                continue;
            _parser.MoveNext();
            var document = ReadNode();
            if (document.IsNull)
                return;
            documents.Add(document);
        }
    }

    private YamlNode ReadNode()
    {
        var current = _parser.Current!;
        var mark = _text.MarkAt(current.Start);
        if (_failed)
            return YamlNode.Null(mark);
        if (++_depth > MaxDepth || current is not NodeEvent { Tag.IsEmpty: true, Anchor.IsEmpty: true })
            return Fail(mark);

        var node = current switch
        {
            Scalar scalar => ReadScalar(scalar, mark),
            SequenceStart sequence => ReadSequence(mark, sequence.Style == SequenceStyle.Flow),
            MappingStart map => ReadMap(mark, map.Style == MappingStyle.Flow),
            _ => throw new InvalidOperationException($"unexpected event {current}"),
        };
        _depth--;
        return node;
    }

    private YamlNode ReadScalar(Scalar scalar, YamlMark mark)
    {
        var plain = scalar.Style == ScalarStyle.Plain;
        if (plain && IsDoubtful(scalar.Value))
            return Fail(mark);
        if (!plain || scalar.Value is not ("" or "~" or "null" or "Null" or "NULL"))
            return YamlNode.Scalar(mark, YamlText.Decode(scalar.Value));
        return YamlNode.Null(scalar.Value.Length == 0 ? _text.NextToken(mark) : mark);
    }

    private bool IsDoubtful(string text) => text is ['`' or '@', ..] || text.Contains(": ", StringComparison.Ordinal)
        || (_flowDepth > 0 && (text is ['|' or '>', ..] || text.Contains('?')));

    private YamlNode ReadSequence(YamlMark mark, bool isFlow)
    {
        _flowDepth += isFlow ? 1 : 0;
        var items = ImmutableArray.CreateBuilder<YamlNode>();
        while (!_failed && _parser.MoveNext() && _parser.Current is not SequenceEnd)
            items.Add(ReadNode());
        _flowDepth -= isFlow ? 1 : 0;
        return YamlNode.Sequence(mark, items.ToImmutable());
    }

    private YamlNode ReadMap(YamlMark mark, bool isFlow)
    {
        var entries = ImmutableArray.CreateBuilder<(YamlNode Key, YamlNode Value)>();
        if (isFlow || _text.Bytes[mark.Offset] == '?')
            return Fail(mark);
        while (!_failed && _parser.MoveNext() && _parser.Current is not MappingEnd)
        {
            var firstLine = _parser.Current!.Start.Line;
            var key = ReadNode();
            var isNameless = _parser.Current is Scalar { Value: "", Style: ScalarStyle.Plain };
            if (_failed || isNameless || _parser.Current!.End.Line != firstLine)
                return Fail(mark);
            _parser.MoveNext();
            entries.Add((key, ReadNode()));
        }
        return YamlNode.Map(mark, entries.ToImmutable());
    }

    /// <summary>Leaves the rest to the dialect: either it is a fault, or YAML and Falco's reader part here.</summary>
    private YamlNode Fail(YamlMark mark)
    {
        _failed = true;
        return YamlNode.Null(mark);
    }
}
