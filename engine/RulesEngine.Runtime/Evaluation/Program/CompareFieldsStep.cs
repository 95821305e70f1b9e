using RulesEngine.Runtime.Evaluation.Tests;
using RulesEngine.Runtime.Evaluation.Values;
using RulesEngine.Runtime.Fields;
using RulesEngine.Runtime.State;

namespace RulesEngine.Runtime.Evaluation.Program;

/// <summary>A comparison of two values of the same event; false when either is missing.</summary>
internal sealed class CompareFieldsStep(
    ValueReader left, ValueReader right, ComparisonOperator comparison, ValueSource source) : Step
{
    private readonly TypeClass _class = TypeClasses.Of(source.Type);
    private readonly bool _isSigned = TypeClasses.IsSigned(source.Type);

    public override bool IsTrue(EventContext context)
    {
        var one = default(FieldValue);
        var other = default(FieldValue);
        if (!left.TryRead(context, ref one) || !right.TryRead(context, ref other)) return false;
        if (source.IsList) return CompareLists(context.Scratch, one, other);
        return _class switch
        {
            TypeClass.Number => NumberTest.Compare(comparison, one.Number, other.Number, _isSigned),
            TypeClass.Real => RealTest.Compare(comparison, one.Real, other.Real),
            TypeClass.Text or TypeClass.Buffer => CompareTexts(one.Bytes, other.Bytes),
            _ => one.Bytes.SequenceEqual(other.Bytes) != (comparison == ComparisonOperator.NotEqual),
        };
    }

    private bool CompareTexts(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other) => comparison switch
    {
        ComparisonOperator.NotEqual => !one.SequenceEqual(other),
        ComparisonOperator.Contains or ComparisonOperator.BContains => one.IndexOf(other) >= 0,
        ComparisonOperator.IContains => TextContainsIgnoringCaseTest.Contains(one, other),
        ComparisonOperator.StartsWith or ComparisonOperator.BStartsWith => one.StartsWith(other),
        ComparisonOperator.EndsWith => one.EndsWith(other),
        ComparisonOperator.Glob => GlobPattern.IsMatch(other, one, ignoreCase: false),
        ComparisonOperator.IGlob => GlobPattern.IsMatch(other, one, ignoreCase: true),
        ComparisonOperator.Less => one.SequenceCompareTo(other) < 0,
        ComparisonOperator.LessOrEqual => one.SequenceCompareTo(other) <= 0,
        ComparisonOperator.Greater => one.SequenceCompareTo(other) > 0,
        ComparisonOperator.GreaterOrEqual => one.SequenceCompareTo(other) >= 0,
        _ => one.SequenceEqual(other),
    };

    private bool CompareLists(ScratchArena arena, in FieldValue one, in FieldValue other)
    {
        if (comparison == ComparisonOperator.Exists) return true;
        var wanted = comparison == ComparisonOperator.Intersects;
        for (var i = 0; i < one.ItemCount; i++)
        {
            if (Contains(arena, other, arena.GetItem(one.FirstItem + i)) == wanted) return wanted;
        }

        return !wanted;
    }

    private static bool Contains(ScratchArena arena, in FieldValue list, ReadOnlySpan<byte> text)
    {
        for (var i = 0; i < list.ItemCount; i++)
        {
            if (arena.GetItem(list.FirstItem + i).SequenceEqual(text)) return true;
        }

        return false;
    }
}
