using System.Net;
using System.Text;
using RulesEngine.Runtime.Evaluation;
using RulesEngine.Runtime.Fields;

namespace RulesEngine.Compiler.Tests.Support;

/// <summary>
/// The slow twin of every index: walks the condition and compares values directly, without prefixes, classes or
/// vectors. A value is a text, a number or an address; null is a missing one, on which every comparison is false.
/// </summary>
internal static class PlainEvaluation
{
    public static bool Holds(ConditionNode condition, Func<string, object?> valueOf) => condition switch
    {
        AndNode and => and.Operands.All(operand => Holds(operand, valueOf)),
        OrNode or => or.Operands.Any(operand => Holds(operand, valueOf)),
        NotNode not => !Holds(not.Operand, valueOf),
        ComparisonNode leaf => Compare(leaf, valueOf(((FieldSource)leaf.Left).Field.Definition.Name)),
        _ => throw new ArgumentOutOfRangeException(nameof(condition)),
    };

    private static bool Compare(ComparisonNode leaf, object? value)
    {
        if (value is null)
            return false;
        if (leaf.Operator == ComparisonOperator.Exists)
            return true;
        var hits = leaf.Constants.Count(constant => CompareOne(leaf.Operator, value, constant, leaf.Left.Type));
        return leaf.Modifier switch
        {
            OperatorModifier.OneOf => hits == 1,
            OperatorModifier.AllOf => hits == leaf.Constants.Length && hits > 0,
            _ => hits > 0,
        };
    }

    private static bool CompareOne(ComparisonOperator op, object value, Constant constant, FieldType type) =>
        value switch
        {
            string text => OnText(op, text, Encoding.UTF8.GetString(constant.Text.Span)),
            long number => OnNumber(op, number, type == FieldType.UInt32 ? (uint)constant.Number : constant.Number),
            IPAddress address => OnAddress(op, address, constant),
            _ => throw new ArgumentOutOfRangeException(nameof(value)),
        };

    private static bool OnText(ComparisonOperator op, string value, string constant) => op switch
    {
        ComparisonOperator.Equal or ComparisonOperator.In or ComparisonOperator.Intersects =>
            string.Equals(value, constant, StringComparison.Ordinal),
        ComparisonOperator.NotEqual => !string.Equals(value, constant, StringComparison.Ordinal),
        ComparisonOperator.StartsWith => value.StartsWith(constant, StringComparison.Ordinal),
        ComparisonOperator.EndsWith => value.EndsWith(constant, StringComparison.Ordinal),
        ComparisonOperator.Contains => value.Contains(constant, StringComparison.Ordinal),
        ComparisonOperator.PMatch => IsPathPrefix(constant, value),
        _ => throw new ArgumentOutOfRangeException(nameof(op), op, null),
    };

    private static bool IsPathPrefix(string constant, string value)
    {
        var wanted = constant.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var parts = value.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return wanted.Length <= parts.Length && wanted.SequenceEqual(parts.Take(wanted.Length));
    }

    private static bool OnNumber(ComparisonOperator op, long value, long constant) => op switch
    {
        ComparisonOperator.Equal or ComparisonOperator.In or ComparisonOperator.Intersects => value == constant,
        ComparisonOperator.NotEqual => value != constant,
        ComparisonOperator.Less => value < constant,
        ComparisonOperator.LessOrEqual => value <= constant,
        ComparisonOperator.Greater => value > constant,
        ComparisonOperator.GreaterOrEqual => value >= constant,
        _ => throw new ArgumentOutOfRangeException(nameof(op), op, null),
    };

    private static bool OnAddress(ComparisonOperator op, IPAddress value, Constant constant)
    {
        var address = new IPAddress(constant.Address.Span);
        var within = constant.PrefixLength < 0
            ? value.Equals(address)
            : new IPNetwork(address, constant.PrefixLength).Contains(value);
        return op == ComparisonOperator.NotEqual ? !within : within;
    }
}
