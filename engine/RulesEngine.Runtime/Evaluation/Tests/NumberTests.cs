using RulesEngine.Runtime.Fields;
using RulesEngine.Runtime.State;

namespace RulesEngine.Runtime.Evaluation.Tests;

/// <summary>An integer against one constant, signed or unsigned as its type is.</summary>
internal sealed class NumberTest(ComparisonOperator comparison, long constant, bool isSigned) : ValueTest
{
    public ComparisonOperator Comparison => comparison;

    public long Constant => constant;

    public override bool IsTrue(in FieldValue value, EventContext context) =>
        Compare(comparison, value.Number, constant, isSigned);

    public static bool Compare(ComparisonOperator comparison, long left, long right, bool isSigned)
    {
        var order = isSigned ? left.CompareTo(right) : ((ulong)left).CompareTo((ulong)right);
        return comparison switch
        {
            ComparisonOperator.NotEqual => order != 0,
            ComparisonOperator.Less => order < 0,
            ComparisonOperator.LessOrEqual => order <= 0,
            ComparisonOperator.Greater => order > 0,
            ComparisonOperator.GreaterOrEqual => order >= 0,
            _ => order == 0,
        };
    }
}

internal sealed class NumberSetTest(long[] constants) : ValueTest
{
    public override bool IsTrue(in FieldValue value, EventContext context) =>
        constants.AsSpan().Contains(value.Number);
}

/// <summary>
/// A real number. Falco parses the constant as a 32 bit integer; a set compares the bytes of the numbers.
/// </summary>
internal sealed class RealTest(ComparisonOperator comparison, long[] constants) : ValueTest
{
    private readonly double[] _constants =
        [.. constants.Select(constant => (double)(int)constant)];

    public override bool IsTrue(in FieldValue value, EventContext context)
    {
        if (comparison is ComparisonOperator.In or ComparisonOperator.Intersects)
        {
            foreach (var constant in _constants)
            {
                if (BitConverter.DoubleToInt64Bits(constant) == BitConverter.DoubleToInt64Bits(value.Real)) return true;
            }

            return false;
        }

        return _constants.Length > 0 && Compare(comparison, value.Real, _constants[0]);
    }

    public static bool Compare(ComparisonOperator comparison, double left, double right) => comparison switch
    {
        ComparisonOperator.NotEqual => left != right,
        ComparisonOperator.Less => left < right,
        ComparisonOperator.LessOrEqual => left <= right,
        ComparisonOperator.Greater => left > right,
        ComparisonOperator.GreaterOrEqual => left >= right,
        _ => left == right,
    };
}

/// <summary>An address against networks: in one of them, or (for <c>!=</c>) not in the first.</summary>
internal sealed class NetworkTest(NetworkAddress[] networks, bool isNegated) : ValueTest
{
    public override bool IsTrue(in FieldValue value, EventContext context)
    {
        if (isNegated) return !networks[0].Contains(value.Bytes);
        foreach (var network in networks)
        {
            if (network.Contains(value.Bytes)) return true;
        }

        return false;
    }
}
