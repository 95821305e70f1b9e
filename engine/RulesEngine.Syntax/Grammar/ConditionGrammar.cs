using System.Collections.Immutable;
using System.Text;
using Pidgin;
using RulesEngine.Syntax.Ast;
using static Pidgin.Parser;

namespace RulesEngine.Syntax.Grammar;

/// <summary>
/// Falco's condition grammar in Pidgin. Every choice is decided by its first token and, where none fits, ends in a
/// rejection with Falco's words; there is no recovery and one error per text. What stands to the left and right of an
/// operator is <see cref="OperandGrammar"/>'s, operators are <see cref="ComparisonGrammar"/>'s.
/// </summary>
internal static class ConditionGrammar
{
    private static readonly Parser<byte, bool> Blanks = new White(required: false);
    private static readonly Parser<byte, bool> Blank = new White(required: true);
    private static readonly Parser<byte, SourcePosition> Position = new Here();
    private static readonly Parser<byte, string> Open = new Word("(");

    private static readonly Parser<byte, string> Close =
        OneOf(new Word(")"), new Reject<string>("expected a ')' token"));

    private static readonly Parser<byte, Expr> Check = new Nested<Expr>(() => OneOf(
        Open.Then(Embedded!),
        Map(ToCheck, Position, OperandGrammar.Operand, Blanks.Then(ComparisonGrammar.Comparison)),
        Map((at, name) => (Expr)new IdentifierExpr(name) { Position = at },
            Position, new Token<string>(Lexemes.Identifier, Encoding.ASCII.GetString)),
        new Reject<Expr>("expected a '(' token, a field check, or an identifier")));

    private static readonly Parser<byte, Expr> Not = new Nested<Expr>(() => Map(
        (_, at, outer, inner) => outer ^ inner.Negated ? new NotExpr(inner.Operand) { Position = at } : inner.Operand,
        Blanks,
        Position,
        new NotChain(),
        OneOf(
            new Word("not(").Then(Embedded!).Select(e => (Negated: true, Operand: e)),
            Check.Select(e => (Negated: false, Operand: e)))));

    private static readonly Parser<byte, Expr> And =
        Chain("and", Not, (operands, at) => new AndExpr(operands) { Position = at });

    private static readonly Parser<byte, Expr> Or =
        Chain("or", And, (operands, at) => new OrExpr(operands) { Position = at });

    private static readonly Parser<byte, Expr> Embedded = new Nested<Expr>(() => Blanks.Then(Or).Before(Close));

    public static readonly Parser<byte, Expr> Condition = Blanks.Then(Or).Before(new End());

    private static Expr ToCheck(SourcePosition at, OperandExpr left, CheckTail tail) => tail.Right is null
        ? new UnaryCheckExpr(left, tail.Operator) { Position = at }
        : new BinaryCheckExpr(left, tail.Operator, tail.Modifier, tail.Right)
        {
            Position = at,
            RightPosition = tail.RightPosition,
        };

    /// <summary>Operands joined by a word, which a blank or a parenthesis must follow.</summary>
    private static Parser<byte, Expr> Chain(
        string word, Parser<byte, Expr> operand, Func<ImmutableArray<Expr>, SourcePosition, Expr> join)
    {
        var next = OneOf(
            Blank.Then(operand),
            Open.Then(Rec(() => Embedded!)),
            new Reject<Expr>($"expected blank or '(' after '{word}'"));
        return new Nested<Expr>(() => Map(
            (_, at, first, rest) => rest is ICollection<Expr> { Count: 0 } ? first : join([first, .. rest], at),
            Blanks,
            Position,
            operand.Before(Blanks),
            new Word(word).Then(next).Before(Blanks).Many()));
    }
}
