using System.Collections.Immutable;
using System.Text;
using Pidgin;
using RulesEngine.Syntax.Ast;
using static Pidgin.Parser;

namespace RulesEngine.Syntax.Grammar;

/// <summary>
/// Fields with their arguments, transformer calls, literals and lists: what stands on either side of an operator.
/// </summary>
internal static class OperandGrammar
{
    private static readonly Parser<byte, bool> Blanks = new White(required: false);
    private static readonly Parser<byte, SourcePosition> Position = new Here();
    private static readonly Parser<byte, string> Open = new Word("(");
    private static readonly Parser<byte, string> Close = new Word(")");
    private static readonly Parser<byte, string> Comma = new Word(",");
    private static readonly Parser<byte, ByteText> Quoted = new Quoted();

    public static readonly Parser<byte, ByteText> Number = Bytes(Lexemes.Number);

    /// <summary>A string value: quoted, or bare and taken as it is.</summary>
    public static readonly Parser<byte, ByteText> Text = OneOf(Quoted, Bytes(Lexemes.BareString));

    private static readonly Parser<byte, ByteText?> Argument = OneOf(
        new Word("[")
            .Then(OneOf(
                Quoted,
                Bytes(Lexemes.BareArgument),
                new Reject<ByteText>("expected a valid field argument: a quoted string or a bare string")))
            .Before(OneOf(new Word("]"), new Reject<string>("expected a ']' token")))
            .Select(argument => (ByteText?)argument),
        Parser<byte>.Return<ByteText?>(null));

    private static readonly Parser<byte, OperandExpr> Field = Map(
        (at, name, argument) => (OperandExpr)new FieldExpr(name, argument) { Position = at },
        Position,
        new Token<string>(Lexemes.FieldName, Encoding.ASCII.GetString),
        Argument);

    private static readonly Parser<byte, string> CallEnd =
        OneOf(Close, new Reject<string>("expected a ')' token closing the transformer"));

    private static readonly Parser<byte, OperandExpr> Transformer = new Nested<OperandExpr>(() => Map(
        (at, name, first, rest, selector) =>
            (OperandExpr)new TransformerExpr(name, [first, .. rest], selector) { Position = at },
        Position,
        new CallStart(Operators.Transformers).Before(Blanks),
        CallArgument!.Before(Blanks),
        Comma.Then(Blanks).Then(CallArgument!).Before(Blanks).Many().Before(CallEnd),
        Argument));

    /// <summary>The left side of a check.</summary>
    public static readonly Parser<byte, OperandExpr> Operand = OneOf(Field, Transformer);

    /// <summary>The same, with its length.</summary>
    public static readonly Parser<byte, (OperandExpr Operand, int Length)> Measured =
        Map((operand, end) => (operand, end.Index), Operand, Position);

    private static readonly Parser<byte, Expr> CallListItem =
        OneOf(Transformer.Cast<Expr>(), Field.Cast<Expr>(), Literal(Quoted), Literal(Number));

    private static readonly Parser<byte, Expr> CallList = Position.Then(
        Open.Then(Blanks).Then(OneOf(
            Close.ThenReturn(ImmutableArray<Expr>.Empty),
            Items(
                CallListItem,
                "expected transformer list argument: field, transformer, quoted string, or number",
                "expected ')'"))),
        (at, items) => (Expr)new TransformerListExpr(items) { Position = at });

    private static readonly Parser<byte, Expr> CallArgument = OneOf(
        CallListItem,
        CallList,
        new Reject<Expr>(
            "expected field transformer argument: field, transformer, quoted string, number, or transformer list"));

    private static readonly Parser<byte, Expr> Val = Map(
        (at, name, field) => (Expr)new TransformerExpr(name, [field], null) { Position = at },
        Position,
        new CallStart([Operators.Val]).Before(Blanks),
        OneOf(Field.Cast<Expr>(), new Reject<Expr>("expected a field within 'val' transformer"))
            .Before(Blanks)
            .Before(CallEnd));

    /// <summary>A transformer call on the right side of a check, where <c>val</c> is one.</summary>
    public static readonly Parser<byte, Expr> RightTransformer = OneOf(Val, Transformer.Cast<Expr>());

    private static readonly Parser<byte, string> ListEnd = OneOf(Close, new Reject<string>("expected a ')' token"));

    /// <summary>A list of strings in parentheses.</summary>
    public static readonly Parser<byte, Expr> List = Position.Then(
        Open.Then(Blanks).Then(OneOf(
            Close.ThenReturn(ImmutableArray<ByteText>.Empty),
            new Unreadable().Then(ListEnd).ThenReturn(ImmutableArray<ByteText>.Empty),
            Items(Text, "expected a string value", "expected a ')' token", atStart: "expected a ')' token"))),
        (at, items) => (Expr)new ListExpr(items) { Position = at });

    public static Parser<byte, Expr> Literal(Parser<byte, ByteText> text) =>
        Map((at, value) => (Expr)new ValueExpr(value) { Position = at }, Position, text);

    private static Parser<byte, ByteText> Bytes(Scanner scan) =>
        new Token<ByteText>(scan, static token => new ByteText(token.ToArray()));

    /// <summary>One item or more, separated by commas, and the closing parenthesis.</summary>
    private static Parser<byte, ImmutableArray<T>> Items<T>(
        Parser<byte, T> item, string noItem, string noEnd, string? atStart = null) => Map(
            (first, rest) => ImmutableArray.CreateRange<T>([first, .. rest]),
            OneOf(item, new Reject<T>(atStart ?? noItem)).Before(Blanks),
            Comma.Then(Blanks).Then(OneOf(item, new Reject<T>(noItem))).Before(Blanks).Many()
                .Before(OneOf(Close, new Reject<string>(noEnd))));
}
