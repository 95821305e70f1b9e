using System.Collections.Immutable;

namespace RulesEngine.Syntax.Ast;

/// <summary>
/// A place in a condition: <see cref="Index"/> counts bytes from 0, <see cref="Line"/> and <see cref="Column"/> count
/// from 1, as Falco's parser reports them.
/// </summary>
public readonly record struct SourcePosition(int Index, int Line, int Column);

/// <summary>
/// The condition language as a tree, exactly as written: macros are still names, fields and operators are not yet
/// looked up (that is the compiler's checking stage). Trees are immutable. Positions do not take part in equality, so
/// that <c>parse(print(x))</c> can be compared with <c>x</c>.
/// </summary>
public abstract record Expr
{
    /// <summary>Where the expression starts in its condition.</summary>
    public SourcePosition Position { get; init; }

    public virtual bool Equals(Expr? other) => other is not null && EqualityContract == other.EqualityContract;

    public override int GetHashCode() => EqualityContract.GetHashCode();
}

/// <summary>Two or more operands joined by <c>and</c>, flat, in the order written.</summary>
public sealed record AndExpr(ImmutableArray<Expr> Operands) : Expr
{
    public bool Equals(AndExpr? other) => other is not null && Operands.SequenceEqual(other.Operands);

    public override int GetHashCode() => HashCode.Combine(1, Operands.Length);
}

/// <summary>Two or more operands joined by <c>or</c>, flat, in the order written.</summary>
public sealed record OrExpr(ImmutableArray<Expr> Operands) : Expr
{
    public bool Equals(OrExpr? other) => other is not null && Operands.SequenceEqual(other.Operands);

    public override int GetHashCode() => HashCode.Combine(2, Operands.Length);
}

/// <summary>One negation; a chain of <c>not</c> is reduced to none or one by the parser, as in Falco.</summary>
public sealed record NotExpr(Expr Operand) : Expr;

/// <summary>A macro reference.</summary>
public sealed record IdentifierExpr(string Name) : Expr;

/// <summary><c>field exists</c>, the only unary check.</summary>
public sealed record UnaryCheckExpr(OperandExpr Left, string Operator) : Expr;

/// <summary><c>field op value</c>. <see cref="Modifier"/> is <c>oneof</c>, <c>anyof</c>, <c>allof</c> or null.</summary>
public sealed record BinaryCheckExpr(OperandExpr Left, string Operator, string? Modifier, Expr Right) : Expr
{
    /// <summary>Where the right side starts: Falco points errors of value parsing at it.</summary>
    public SourcePosition RightPosition { get; init; }

    public bool Equals(BinaryCheckExpr? other) => other is not null && Left.Equals(other.Left)
        && Operator == other.Operator && Modifier == other.Modifier && Right.Equals(other.Right);

    public override int GetHashCode() => HashCode.Combine(Left, Operator, Modifier, Right);
}

/// <summary>What a check is made on, or what it is compared with: a field or a transformer call.</summary>
public abstract record OperandExpr : Expr;

/// <summary>
/// <c>proc.aname[2]</c>. <see cref="Argument"/> is the unescaped text between the brackets, null without brackets
/// (<c>x.y[""]</c> has an empty one).
/// </summary>
public sealed record FieldExpr(string Name, ByteText? Argument) : OperandExpr;

/// <summary>
/// <c>getopt(proc.args, "p:")["p"]</c>. <c>val</c> is a transformer to the grammar, legal only on the right side.
/// Arguments are <see cref="OperandExpr"/>, <see cref="TransformerListExpr"/> or <see cref="ValueExpr"/>.
/// </summary>
public sealed record TransformerExpr(string Name, ImmutableArray<Expr> Arguments, ByteText? Selector) : OperandExpr
{
    public bool Equals(TransformerExpr? other) => other is not null && Name == other.Name
        && Selector == other.Selector && Arguments.SequenceEqual(other.Arguments);

    public override int GetHashCode() => HashCode.Combine(Name, Arguments.Length, Selector);
}

/// <summary>A parenthesised list inside a transformer call: fields, transformers, quoted strings and numbers.</summary>
public sealed record TransformerListExpr(ImmutableArray<Expr> Items) : Expr
{
    public bool Equals(TransformerListExpr? other) => other is not null && Items.SequenceEqual(other.Items);

    public override int GetHashCode() => HashCode.Combine(5, Items.Length);
}

/// <summary>A literal, unescaped.</summary>
public sealed record ValueExpr(ByteText Value) : Expr;

/// <summary>A literal list, <c>(a, "b c")</c>, unescaped.</summary>
public sealed record ListExpr(ImmutableArray<ByteText> Values) : Expr
{
    public bool Equals(ListExpr? other) => other is not null && Values.SequenceEqual(other.Values);

    public override int GetHashCode() => HashCode.Combine(6, Values.Length);
}
