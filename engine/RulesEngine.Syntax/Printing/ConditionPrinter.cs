using System.Buffers;
using System.Text;
using RulesEngine.Syntax.Ast;
using RulesEngine.Syntax.Grammar;

namespace RulesEngine.Syntax.Printing;

/// <summary>
/// Writes a tree in Falco's normal form, the one that stands in <c>condition_compiled</c>: connectives in parentheses,
/// one blank around operators, lists with a comma and a blank (inside transformer calls with a comma alone), strings in
/// quotes only where they need them.
/// </summary>
public static class ConditionPrinter
{
    public static string Print(Expr expression)
    {
        var output = new ArrayBufferWriter<byte>();
        Append(output, expression);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private static void Append(ArrayBufferWriter<byte> output, Expr expression)
    {
        switch (expression)
        {
            case AndExpr and:
                Join(output, and.Operands, " and "u8);
                break;
            case OrExpr or:
                Join(output, or.Operands, " or "u8);
                break;
            case NotExpr not:
                output.Write("not "u8);
                Append(output, not.Operand);
                break;
            case IdentifierExpr identifier:
                Append(output, identifier.Name);
                break;
            case UnaryCheckExpr check:
                Append(output, check.Left);
                output.Write(" "u8);
                Append(output, check.Operator);
                break;
            case BinaryCheckExpr check:
                Append(output, check.Left);
                Append(output, check.Modifier is null ? $" {check.Operator} " : $" {check.Operator} {check.Modifier} ");
                Append(output, check.Right);
                break;
            case FieldExpr field:
                Append(output, field.Name);
                AppendBracketed(output, field.Argument);
                break;
            case TransformerExpr call:
                Append(output, call.Name);
                Join(output, call.Arguments, ","u8);
                AppendBracketed(output, call.Selector);
                break;
            case TransformerListExpr list:
                Join(output, list.Items, ","u8);
                break;
            case ValueExpr value:
                QuotedText.Append(output, value.Value.Span);
                break;
            case ListExpr list:
                AppendList(output, list);
                break;
            default:
                throw new InvalidOperationException($"no printed form for {expression.GetType().Name}");
        }
    }

    private static void Join(ArrayBufferWriter<byte> output, IReadOnlyList<Expr> items, ReadOnlySpan<byte> separator)
    {
        output.Write("("u8);
        for (var i = 0; i < items.Count; i++)
        {
            output.Write(i == 0 ? default : separator);
            Append(output, items[i]);
        }

        output.Write(")"u8);
    }

    private static void AppendList(ArrayBufferWriter<byte> output, ListExpr list)
    {
        output.Write("("u8);
        for (var i = 0; i < list.Values.Length; i++)
        {
            output.Write(i == 0 ? default : ", "u8);
            QuotedText.Append(output, list.Values[i].Span);
        }

        output.Write(")"u8);
    }

    private static void AppendBracketed(ArrayBufferWriter<byte> output, ByteText? argument)
    {
        if (argument is { } text)
        {
            output.Write("["u8);
            QuotedText.Append(output, text.Span);
            output.Write("]"u8);
        }
    }

    private static void Append(ArrayBufferWriter<byte> output, string text)
    {
        var span = output.GetSpan(Encoding.UTF8.GetMaxByteCount(text.Length));
        output.Advance(Encoding.UTF8.GetBytes(text, span));
    }
}
