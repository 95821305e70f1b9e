using System.Globalization;
using System.Net;
using System.Text;
using RulesEngine.Runtime.Evaluation;
using RulesEngine.Runtime.Events;
using RulesEngine.Runtime.Fields;
using RulesEngine.Syntax.Ast;
using RulesEngine.Syntax.Printing;

namespace RulesEngine.Compiler.Checking;

/// <summary>
/// Writes a checked condition for people: a line for each comparison, indented by connective, with the type of every
/// value and every constant as it was understood, and the event types the condition is tried for.
/// </summary>
public static class CheckedPrinter
{
    public static string Print(CheckResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var output = new StringBuilder();
        Append(output, result.Condition ?? throw new ArgumentException("the condition has errors", nameof(result)), 0);
        foreach (var warning in result.Warnings)
        {
            output.Append("warning: ").Append(warning).Append('\n');
        }

        return output.Append("events: ").Append(EventsOf(result.EventCodes)).Append('\n').ToString();
    }

    private static void Append(StringBuilder output, ConditionNode node, int depth)
    {
        output.Append(' ', depth * 2);
        switch (node)
        {
            case AndNode and:
                AppendAll(output.Append("and\n"), and.Operands, depth + 1);
                break;
            case OrNode or:
                AppendAll(output.Append("or\n"), or.Operands, depth + 1);
                break;
            case NotNode not:
                AppendAll(output.Append("not\n"), [not.Operand], depth + 1);
                break;
            case ComparisonNode comparison:
                Append(output, comparison);
                break;
        }
    }

    private static void AppendAll(StringBuilder output, IEnumerable<ConditionNode> nodes, int depth)
    {
        foreach (var node in nodes)
        {
            Append(output, node, depth);
        }
    }

    private static void Append(StringBuilder output, ComparisonNode comparison)
    {
        output.Append(Show(comparison.Left)).Append(' ').Append(comparison.Operator.ToString().ToLowerInvariant());
        if (comparison.Modifier != OperatorModifier.None)
        {
            output.Append(' ').Append(comparison.Modifier.ToString().ToLowerInvariant());
        }

        if (comparison.Right is { } right)
        {
            output.Append(' ').Append(Show(right));
        }
        else if (comparison.Operator != ComparisonOperator.Exists)
        {
            var constants = comparison.Constants.Select(constant => Show(constant, comparison));
            output.Append(" {").AppendJoin(", ", constants).Append('}');
        }

        output.Append('\n');
    }

    private static string Show(ValueSource source)
    {
        var type = FieldTypeNames.NameOf(source.Type) + (source.IsList ? "[]" : "");
        return source switch
        {
            FieldSource field => $"{field.Field.Text}:{type}",
            LiteralSource literal => Quote(literal.Value),
            ListSource list => $"({string.Join(", ", list.Items.Select(Show))})",
            TransformerSource call => $"{call.Kind.ToString().ToLowerInvariant()}("
                + $"{string.Join(", ", call.Inputs.Select(Show))})"
                + (call.Selector is { } selector ? $"[{Encoding.UTF8.GetString(selector.Span)}]" : "") + $":{type}",
            _ => throw new InvalidOperationException($"no printed form for {source.GetType().Name}"),
        };
    }

    private static string Show(Constant constant, ComparisonNode comparison) =>
        TypeRules.ClassOf(comparison.Left.Type) switch
        {
            TypeClass.Number => constant.Number.ToString(CultureInfo.InvariantCulture),
            TypeClass.Bool => constant.Number == 1 ? "true" : "false",
            TypeClass.Address => new IPAddress(constant.Address.Span)
                + (constant.PrefixLength < 0 ? "" : $"/{constant.PrefixLength}"),
            TypeClass.Buffer => $"0x{Convert.ToHexStringLower(constant.Bytes.Span)}",
            _ => Quote(constant.Text),
        };

    private static string Quote(ReadOnlyMemory<byte> text)
    {
        var printed = ConditionPrinter.Print(new ValueExpr(new ByteText(text.ToArray())));
        return printed.StartsWith('"') ? printed : $"\"{printed}\"";
    }

    private static string EventsOf(EventCodeSet codes) => codes == EventCodeSet.All
        ? "all"
        : codes.IsEmpty ? "none" : string.Join(' ', codes.Codes().Select(code => EventTable.All[code].Name).Distinct());
}
