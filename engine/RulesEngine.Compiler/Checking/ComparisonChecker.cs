using System.Collections.Immutable;
using RulesEngine.Runtime.Evaluation;
using RulesEngine.Runtime.Fields;
using RulesEngine.Syntax.Ast;
using RulesEngine.Syntax.Printing;

namespace RulesEngine.Compiler.Checking;

/// <summary>
/// Checks one comparison, in Falco's order: the left side, the operator for its type, then the right side, which is
/// either another field of the same type or constants parsed for that type.
/// </summary>
internal static class ComparisonChecker
{
    public static ComparisonNode? CheckExists(UnaryCheckExpr check, CheckContext context) =>
        OperandChecker.Check(check.Left, context) is { } left
            ? Node(check, left, ComparisonOperator.Exists, OperatorModifier.None, [], null)
            : null;

    public static ComparisonNode? Check(BinaryCheckExpr check, CheckContext context)
    {
        if (OperandChecker.Check(check.Left, context) is not { } left)
        {
            return null;
        }

        var op = TypeRules.OperatorOf(check.Operator);
        var modifier = TypeRules.ModifierOf(check.Modifier);
        if (TypeRules.Refusal(op, modifier, left.Type, left.IsList) is { } refusal)
        {
            context.Fail(refusal);
            return null;
        }

        if (OperandChecker.BaseField(left)?.Definition.Name == "evt.around" && op != ComparisonOperator.Equal)
        {
            context.Fail("evt.around supports only '=' comparison operator");
            return null;
        }

        if (check.Right is OperandExpr operand)
        {
            return OperandChecker.Check(operand, context) is { } right && MayCompare(left, op, right, context)
                ? Node(check, left, op, modifier, [], right)
                : null;
        }

        var values = check.Right is ListExpr list ? list.Values : [((ValueExpr)check.Right).Value];
        var constants = ImmutableArray.CreateBuilder<Constant>(values.Length);
        foreach (var value in values)
        {
            if (ConstantParser.Parse(value, left, op, context) is not { } constant)
            {
                return null;
            }

            ValueWarnings.Add(value, op, context);
            constants.Add(constant);
        }

        return Node(check, left, op, modifier, constants.MoveToImmutable(), null);
    }

    private static bool MayCompare(ValueSource left, ComparisonOperator op, ValueSource right, CheckContext context)
    {
        var refusal = RefuseFields(left, op, right);
        if (refusal is not null)
        {
            context.Fail(refusal);
        }

        return refusal is null;
    }

    private static string? RefuseFields(ValueSource left, ComparisonOperator op, ValueSource right)
    {
        if (left.Type is FieldType.IPNet)
        {
            return $"field type '{FieldTypeNames.NameOf(left.Type)}' doesn't support right-hand side fields";
        }

        if (op is ComparisonOperator.Regex or ComparisonOperator.PMatch)
        {
            return $"operator '{op.ToString().ToUpperInvariant()}' doesn't support right-hand side fields";
        }

        if (Refuses(left))
        {
            return $"field '{OperandChecker.NameOf(left)}' doesn't support right-hand side fields";
        }

        if (Refuses(right))
        {
            return $"field '{OperandChecker.NameOf(right)}' can't be used as a right-hand side field";
        }

        if (left.Type != right.Type)
        {
            return $"field '{OperandChecker.NameOf(left)}' has type '{FieldTypeNames.NameOf(left.Type)}' while the "
                + $"right-hand side field '{OperandChecker.NameOf(right)}' has incompatible type "
                + $"'{FieldTypeNames.NameOf(right.Type)}'";
        }

        return left.IsList == right.IsList
            ? null
            : $"field '{OperandChecker.NameOf(left)}' {Listness(left)} while the right-hand side field "
                + $"'{OperandChecker.NameOf(right)}' {Listness(right)}";
    }

    private static string Listness(ValueSource source) => source.IsList ? "is a list" : "is not a list";

    private static bool Refuses(ValueSource source) =>
        OperandChecker.BaseField(source) is { } field && (field.Definition.Flags & FieldFlags.NoRightSide) != 0;

    private static ComparisonNode Node(
        Expr check,
        ValueSource left,
        ComparisonOperator op,
        OperatorModifier modifier,
        ImmutableArray<Constant> constants,
        ValueSource? right) => new(left, op, modifier, constants, right)
        {
            Text = ConditionPrinter.Print(check),
            Position = check.Position.Index,
        };
}
