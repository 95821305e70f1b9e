using System.Collections.Immutable;
using RulesEngine.Runtime.Fields;

namespace RulesEngine.Runtime.Evaluation;

/// <summary>
/// A checked condition: every field known, every operator allowed for its type, every constant parsed. The compiler's
/// checking stage makes it; the planner lowers it to clauses, and what no clause expresses becomes a residual program.
/// It is data only; evaluating it plainly (the slow twin) and compiling it are other types' work.
/// Truth is two-valued, as in Falco: a comparison on a value that is not available is false, whatever the operator,
/// and <see cref="NotNode"/> then makes it true.
/// </summary>
public abstract record ConditionNode;

/// <summary>True when all are true, tried from left to right.</summary>
public sealed record AndNode(ImmutableArray<ConditionNode> Operands) : ConditionNode;

/// <summary>True when one is true, tried from left to right.</summary>
public sealed record OrNode(ImmutableArray<ConditionNode> Operands) : ConditionNode;

public sealed record NotNode(ConditionNode Operand) : ConditionNode;

/// <summary>
/// A leaf. <see cref="Constants"/> are parsed according to the type of <see cref="Left"/>; <see cref="Right"/> is set
/// instead when the comparison is with another field (<c>val(field)</c> or a transformer).
/// </summary>
public sealed record ComparisonNode(
    ValueSource Left,
    ComparisonOperator Operator,
    OperatorModifier Modifier,
    ImmutableArray<Constant> Constants,
    ValueSource? Right) : ConditionNode
{
    /// <summary>The comparison in the language's normal form, for explanations and as a key for sharing.</summary>
    public required string Text { get; init; }

    /// <summary>Byte offset of the comparison in its condition text (after macros: in the macro's text).</summary>
    public int Position { get; init; }
}

/// <summary>The 20 operators of the language; <c>=</c> and <c>==</c> are one.</summary>
public enum ComparisonOperator : byte
{
    Exists,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Contains,
    IContains,
    BContains,
    StartsWith,
    BStartsWith,
    EndsWith,
    Glob,
    IGlob,
    Regex,
    In,
    Intersects,
    PMatch,
}

/// <summary>How an operator that takes one value treats a list of them.</summary>
public enum OperatorModifier : byte
{
    None,
    OneOf,
    AnyOf,
    AllOf,
}

/// <summary>
/// A constant of a comparison. <see cref="Text"/> is the literal's bytes as written (unescaped) and always set.
/// <see cref="Number"/> holds integers (sign-extended), booleans, ports; <see cref="Address"/> an IP address or
/// network address (4 or 16 bytes, network order) with <see cref="PrefixLength"/> (−1: an address).
/// For <c>bcontains</c> and <c>bstartswith</c> <see cref="Bytes"/> holds the decoded bytes, else the same as Text.
/// </summary>
public sealed record Constant(ReadOnlyMemory<byte> Text)
{
    public long Number { get; init; }

    public ReadOnlyMemory<byte> Bytes { get; init; } = Text;

    public ReadOnlyMemory<byte> Address { get; init; }

    public int PrefixLength { get; init; } = -1;
}

/// <summary>Where a value comes from: a field, a literal inside a transformer call, or a transformer.</summary>
public abstract record ValueSource(FieldType Type, bool IsList);

/// <summary>A field with its argument, as resolved against the field table.</summary>
public sealed record FieldSource(FieldReference Field) : ValueSource(Field.Type, Field.IsList);

/// <summary>A literal argument of a transformer; numbers keep their spelling.</summary>
public sealed record LiteralSource(ReadOnlyMemory<byte> Value) : ValueSource(FieldType.CharBuf, false);

/// <summary>A list written inside a transformer call: <c>join("-", (proc.name, "x"))</c>.</summary>
public sealed record ListSource(ImmutableArray<ValueSource> Items) : ValueSource(FieldType.CharBuf, true);

/// <summary>A transformer applied to its inputs. <see cref="Selector"/> is getopt's <c>["c"]</c>.</summary>
public sealed record TransformerSource(
    TransformerKind Kind,
    ImmutableArray<ValueSource> Inputs,
    ReadOnlyMemory<byte>? Selector,
    FieldType ResultType,
    bool ResultIsList) : ValueSource(ResultType, ResultIsList);

/// <summary>The transformers of the language; <c>val</c> leaves no trace in a checked condition.</summary>
public enum TransformerKind : byte
{
    ToLower,
    ToUpper,
    Base64Decode,
    BaseName,
    Len,
    Join,
    Concat,
    GetOpt,
}
