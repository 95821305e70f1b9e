namespace RulesEngine.Compiler.Loading.Yaml.Dialect;

internal enum TokenKind : byte
{
    Directive,
    DocumentStart,
    DocumentEnd,
    BlockSequenceStart,
    BlockMapStart,
    BlockSequenceEnd,
    BlockMapEnd,
    BlockEntry,
    FlowSequenceStart,
    FlowMapStart,
    FlowSequenceEnd,
    FlowMapEnd,
    FlowEntry,
    Key,
    Value,
    Anchor,
    Alias,
    Tag,
    PlainScalar,
    QuotedScalar,
}

/// <summary>Whether a token that stands for a possible key has turned out to be one.</summary>
internal enum TokenState : byte
{
    Valid,
    Unverified,
    Invalid,
}

internal sealed class DialectToken(TokenKind kind, YamlMark mark, string text = "")
{
    public TokenKind Kind { get; } = kind;

    public YamlMark Mark { get; } = mark;

    public string Text { get; } = text;

    public TokenState State { get; set; }
}

/// <summary>Ends reading at a fault; caught where reading began.</summary>
internal sealed class DialectFault(string message, YamlMark mark) : Exception(message)
{
    public YamlMark Mark { get; } = mark;
}
