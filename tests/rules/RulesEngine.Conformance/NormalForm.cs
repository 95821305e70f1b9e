using RulesEngine.Syntax.Ast;
using RulesEngine.Syntax.Grammar;
using RulesEngine.Syntax.Printing;

namespace RulesEngine.Conformance;

/// <summary>
/// Whether a condition's normal form is that condition again. Falco's is no program text in every case: it leaves off
/// quotes that the grammar needs (around nothing, parentheses, commas, other quotes, and all texts in calls), prints a
/// negated negation as a chain, which cancels, and has no way to write a zero byte. Such trees are left out; all others
/// must read back.
/// </summary>
internal static class NormalForm
{
    private static readonly ByteText Nothing = new("");

    /// <summary>Empty, or that the normal form reads as something else.</summary>
    public static string Complaint(Expr tree)
    {
        if (!IsProgramText(tree))
            return "";
        var printed = ConditionPrinter.Print(tree);
        var again = ConditionParser.Parse(printed, ConditionParser.RulesFileMaxDepth).Expression;
        return tree.Equals(again) ? "" : $" but does not read back from {printed}";
    }

    private static bool IsProgramText(Expr expr) => expr switch
    {
        AndExpr and => and.Operands.All(IsProgramText),
        OrExpr or => or.Operands.All(IsProgramText),
        NotExpr not => not.Operand is not NotExpr && IsProgramText(not.Operand),
        UnaryCheckExpr check => IsProgramText(check.Left),
        BinaryCheckExpr check => IsProgramText(check.Left) && IsProgramText(check.Right),
        FieldExpr field => IsArgument(field.Argument),
        TransformerExpr call => IsArgument(call.Selector) && call.Arguments.All(IsCallArgument),
        ValueExpr value => IsText(value.Value),
        ListExpr list => list.Values.All(IsText),
        _ => true,
    };

    private static bool IsCallArgument(Expr argument) => argument switch
    {
        ValueExpr value => IsQuoted(value.Value)
            || (value.Value != Nothing && value.Value.Span.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0),
        TransformerListExpr list => list.Items.All(IsCallArgument),
        _ => IsProgramText(argument),
    };

    private static bool IsText(ByteText text) =>
        IsQuoted(text) || (text != Nothing && text.Span.IndexOfAny("()'=,\v\0"u8) < 0);

    private static bool IsArgument(ByteText? argument) =>
        argument is not { } text || IsQuoted(text) || (text != Nothing && text.Span.IndexOfAny("[]'\v\0"u8) < 0);

    /// <summary>Whether the normal form has quotes around it, and can have: a zero byte ends what is in quotes.</summary>
    private static bool IsQuoted(ByteText text) =>
        text.Span.IndexOfAny(" \b\f\n\r\t\"\\"u8) >= 0 && !text.Span.Contains((byte)0);
}
