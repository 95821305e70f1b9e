using System.Collections.Immutable;

namespace RulesEngine.Compiler.Loading.Yaml;

/// <summary>A place in a file: all counted from 0 and in bytes, as Falco's reports count them.</summary>
public readonly record struct YamlMark(int Offset, int Line, int Column);

public enum YamlKind : byte
{
    Null,
    Scalar,
    Sequence,
    Map,
}

/// <summary>
/// A node of a YAML document with the place where it starts. It keeps what a report needs (order, duplicate keys,
/// marks) and nothing else; aliases share the node they refer to. Made by <see cref="YamlReader"/>, never changed.
/// </summary>
public sealed class YamlNode
{
    private YamlNode(YamlKind kind, YamlMark mark)
    {
        Kind = kind;
        Mark = mark;
    }

    public YamlKind Kind { get; }

    public YamlMark Mark { get; }

    /// <summary>The text of a scalar; empty for other kinds.</summary>
    public string Text { get; private init; } = "";

    public ImmutableArray<YamlNode> Items { get; private init; } = [];

    /// <summary>A map's entries in the order written, duplicates included.</summary>
    public ImmutableArray<(YamlNode Key, YamlNode Value)> Entries { get; private init; } = [];

    public bool IsNull => Kind == YamlKind.Null;

    public bool IsScalar => Kind == YamlKind.Scalar;

    public bool IsSequence => Kind == YamlKind.Sequence;

    public bool IsMap => Kind == YamlKind.Map;

    /// <summary>The value of the first entry with this key, or null.</summary>
    public YamlNode? this[string key]
    {
        get
        {
            foreach (var (name, value) in Entries)
            {
                if (name.IsScalar && name.Text == key)
                    return value;
            }
            return null;
        }
    }

    public static YamlNode Null(YamlMark mark) => new(YamlKind.Null, mark);

    public static YamlNode Scalar(YamlMark mark, string text) => new(YamlKind.Scalar, mark) { Text = text };

    public static YamlNode Sequence(YamlMark mark, ImmutableArray<YamlNode> items) =>
        new(YamlKind.Sequence, mark) { Items = items };

    public static YamlNode Map(YamlMark mark, ImmutableArray<(YamlNode Key, YamlNode Value)> entries) =>
        new(YamlKind.Map, mark) { Entries = entries };
}
