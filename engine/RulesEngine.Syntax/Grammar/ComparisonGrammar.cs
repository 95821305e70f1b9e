using Pidgin;
using RulesEngine.Syntax.Ast;
using static Pidgin.Parser;

namespace RulesEngine.Syntax.Grammar;

/// <summary>What follows the left side of a check: the operator and, but for <c>exists</c>, the right side.</summary>
internal readonly record struct CheckTail(string Operator, string? Modifier, Expr? Right, SourcePosition RightPosition);

/// <summary>
/// Operators and what each family of them accepts on its right: a number, a string, a list, and always a transformer.
/// Operators written as words need a blank behind them when they take a string; the others are found as prefixes, so
/// that <c>intersec</c> is <c>in tersec</c>.
/// </summary>
internal static class ComparisonGrammar
{
    private static readonly Parser<byte, bool> Blanks = new White(required: false);
    private static readonly Parser<byte, bool> Blank = new White(required: true);
    private static readonly Parser<byte, SourcePosition> Position = new Here();

    private static readonly Parser<byte, CheckTail> Number = Family(
        new OperatorToken(Operators.Numeric),
        OneOf(OperandGrammar.RightTransformer, OperandGrammar.Literal(OperandGrammar.Number)),
        "expected a number value or");

    private static readonly Parser<byte, Expr> ListName =
        OperandGrammar.Literal(Name(Lexemes.ListName));

    private static readonly Parser<byte, CheckTail> Modified = Map(
        (modifier, at, right) => new CheckTail("", modifier, right, at),
        new ModifierToken().Before(Blanks),
        Position,
        OneOf(OperandGrammar.List, ListName));

    private static readonly Parser<byte, CheckTail> StringValue = Map(
        (at, right) => new CheckTail("", null, right, at),
        Position,
        OneOf(
            OperandGrammar.RightTransformer,
            OperandGrammar.Literal(OperandGrammar.Text),
            Nothing("expected a string value or")));

    private static readonly Parser<byte, CheckTail> Text = Map(
        (op, tail) => tail with { Operator = op },
        new OperatorToken(Operators.Strings, Operators.StringWords),
        OneOf(Blank.Then(OneOf(Modified, StringValue)), StringValue));

    private static readonly Parser<byte, CheckTail> List = Family(
        new OperatorToken(Operators.Lists),
        OneOf(OperandGrammar.List, OperandGrammar.RightTransformer, OperandGrammar.Literal(Name(Lexemes.Identifier))),
        "expected a list, an identifier, or");

    public static readonly Parser<byte, CheckTail> Comparison = OneOf(
        new Word(Operators.Exists).Select(op => new CheckTail(op, null, null, default)),
        Number,
        Text,
        List,
        new Reject<CheckTail>($"expected a valid check operator: one of {Operators.Quoted(Operators.All)}"));

    private static Parser<byte, CheckTail> Family(
        Parser<byte, string> operators, Parser<byte, Expr> right, string expected) => Map(
            (op, at, value) => new CheckTail(op, null, value, at),
            operators.Before(Blanks),
            Position,
            OneOf(right, Nothing(expected)));

    private static Parser<byte, Expr> Nothing(string expected) => new Reject<Expr>(
        $"{expected} a field with a valid transformer: {Operators.Quoted([Operators.Val, .. Operators.Transformers])}");

    private static Parser<byte, ByteText> Name(Scanner scan) =>
        new Token<ByteText>(scan, static token => new ByteText(token.ToArray()));
}
