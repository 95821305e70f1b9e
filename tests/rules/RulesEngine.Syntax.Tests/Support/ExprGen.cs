using CsCheck;
using RulesEngine.Syntax.Ast;
using RulesEngine.Syntax.Grammar;

namespace RulesEngine.Syntax.Tests.Support;

/// <summary>
/// Random trees whose normal form reads back as the same tree. Falco's normal form is no program text in every case: it
/// leaves the quotes off the empty string and off strings with parentheses, so values here either need quotes for
/// another reason or are plain.
/// </summary>
internal static class ExprGen
{
    private static readonly Gen<string> Word =
        Gen.Char["abcxyz_019"].Array[0, 6].Select(chars => "p" + new string(chars));

    private static readonly Gen<ByteText> PlainText =
        Gen.Char["abz019./*?[]<>:;!-_é"].Array[1, 8].Select(chars => new ByteText(new string(chars)));

    private static readonly Gen<ByteText> QuotedText =
        Gen.Char["ab ()=,'\"\\\n\t\r\b\fé"].Array[0, 8].Select(chars => new ByteText(" " + new string(chars) + "."));

    private static readonly Gen<ByteText> Text = Gen.OneOf(PlainText, QuotedText);

    private static readonly Gen<ByteText> Number = Gen.Int[-99999, 99999].Select(number => new ByteText($"{number}"));

    private static readonly Gen<OperandExpr> Field =
        from name in Word.Array[2, 3]
        from argument in Gen.Frequency((3, Gen.Const((ByteText?)null)), (1, Argument))
        select (OperandExpr)new FieldExpr(string.Join('.', name), argument);

    private static Gen<ByteText?> Argument => Gen.OneOf(
        Gen.Char["abz019./*?-"].Array[1, 6].Select(chars => (ByteText?)new ByteText(new string(chars))),
        QuotedText.Select(text => (ByteText?)text));

    private static Gen<OperandExpr> Call(int depth) =>
        from name in Pick(Operators.Transformers)
        from arguments in CallArgument(depth).Array[1, 3]
        from selector in Gen.Frequency((3, Gen.Const((ByteText?)null)), (1, Argument))
        select (OperandExpr)new TransformerExpr(name, [.. arguments], selector);

    private static Gen<Expr> CallItem(int depth) => Gen.OneOf(
        Field.Select(field => (Expr)field),
        Gen.OneOf(QuotedText, Number).Select(text => (Expr)new ValueExpr(text)),
        depth > 0 ? Call(depth - 1).Select(call => (Expr)call) : Field.Select(field => (Expr)field));

    private static Gen<Expr> CallArgument(int depth) => Gen.Frequency(
        (3, CallItem(depth)),
        (1, CallItem(depth).Array[0, 3].Select(items => (Expr)new TransformerListExpr([.. items]))));

    private static readonly Gen<OperandExpr> Operand = Gen.Frequency((4, Field), (1, Call(2)));

    private static readonly Gen<Expr> RightCall = Gen.OneOf(
        Call(1).Select(call => (Expr)call),
        Field.Select(field => (Expr)new TransformerExpr("val", [field], null)));

    private static readonly Gen<Expr> List = Text.Array[0, 4].Select(values => (Expr)new ListExpr([.. values]));

    private static readonly Gen<string> TextOperator = Pick([.. Operators.Strings, .. Operators.StringWords]);

    private static readonly Gen<Expr> Check = Gen.OneOf(
        from left in Operand select (Expr)new UnaryCheckExpr(left, Operators.Exists),
        from left in Operand
        from op in Pick(Operators.Numeric)
        from right in Gen.OneOf(Number.Select(number => (Expr)new ValueExpr(number)), RightCall)
        select (Expr)new BinaryCheckExpr(left, op, null, right),
        from left in Operand
        from op in TextOperator
        from right in Gen.OneOf(Text.Select(text => (Expr)new ValueExpr(text)), RightCall)
        select (Expr)new BinaryCheckExpr(left, op, null, right),
        from left in Operand
        from op in TextOperator
        from modifier in Pick(Operators.Modifiers)
        from right in List
        select (Expr)new BinaryCheckExpr(left, op, modifier, right),
        from left in Operand
        from op in Pick(Operators.Lists)
        from right in Gen.OneOf(List, RightCall)
        select (Expr)new BinaryCheckExpr(left, op, null, right),
        Word.Select(name => (Expr)new IdentifierExpr(name)));

    public static Gen<Expr> Tree { get; } = TreeOf(3);

    public static Gen<T> Pick<T>(IReadOnlyList<T> items) => Gen.Int[0, items.Count - 1].Select(i => items[i]);

    private static Gen<Expr> TreeOf(int depth) => depth == 0 ? Check : Gen.Frequency(
        (3, Check),
        (1, TreeOf(depth - 1).Array[2, 4].Select(operands => (Expr)new AndExpr([.. operands]))),
        (1, TreeOf(depth - 1).Array[2, 4].Select(operands => (Expr)new OrExpr([.. operands]))),
        (1, TreeOf(depth - 1).Where(operand => operand is not NotExpr)
            .Select(operand => (Expr)new NotExpr(operand))));
}
