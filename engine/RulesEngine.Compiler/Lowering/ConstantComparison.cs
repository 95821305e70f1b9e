using System.Collections.Immutable;
using RulesEngine.Runtime.Evaluation;
using RulesEngine.Runtime.Fields;

namespace RulesEngine.Compiler.Lowering;

/// <summary>
/// Decides comparisons whose value is known while planning. It is the language's definition of the operators that
/// planning decides (equality and order, with their modifiers), applied to a text or a number; anything else is left
/// undecided.
/// </summary>
public static class ConstantComparison
{
    /// <summary>
    /// The field of a comparison with constants, or null when its left side is a transformer or its right side a field.
    /// </summary>
    public static FieldReference? FieldOf(ComparisonNode leaf) =>
        leaf is { Right: null, Left: FieldSource source } ? source.Field : null;

    /// <summary>
    /// The answer when the field's value is this text; null for an operator that is not decided here.
    /// </summary>
    public static bool? OnText(ComparisonNode leaf, ReadOnlySpan<byte> value)
    {
        if (leaf.Operator == ComparisonOperator.Exists)
            return true;
        var hits = new bool[leaf.Constants.Length];
        for (var i = 0; i < hits.Length; i++)
        {
            var constant = leaf.Constants[i].Text.Span;
            switch (leaf.Operator)
            {
                case ComparisonOperator.Equal or ComparisonOperator.In or ComparisonOperator.Intersects:
                    hits[i] = value.SequenceEqual(constant);
                    break;
                case ComparisonOperator.NotEqual:
                    hits[i] = !value.SequenceEqual(constant);
                    break;
                case ComparisonOperator.StartsWith:
                    hits[i] = value.StartsWith(constant);
                    break;
                case ComparisonOperator.EndsWith:
                    hits[i] = value.EndsWith(constant);
                    break;
                case ComparisonOperator.Contains:
                    hits[i] = value.IndexOf(constant) >= 0;
                    break;
                default:
                    return null;
            }
        }

        return Combine(leaf, hits);
    }

    /// <summary>
    /// The answer when the field's value is some number between two bounds, both included; null when it depends on
    /// which.
    /// </summary>
    public static bool? OnNumbers(ComparisonNode leaf, long lowest, long highest)
    {
        if (leaf.Operator == ComparisonOperator.Exists)
            return true;
        var hits = new bool[leaf.Constants.Length];
        for (var i = 0; i < hits.Length; i++)
        {
            var constant = leaf.Constants[i].Number;
            bool? hit = leaf.Operator switch
            {
                ComparisonOperator.Equal or ComparisonOperator.In or ComparisonOperator.Intersects =>
                    Same(lowest == constant && highest == constant, constant < lowest || constant > highest),
                ComparisonOperator.NotEqual =>
                    Same(constant < lowest || constant > highest, lowest == constant && highest == constant),
                ComparisonOperator.Less => Same(highest < constant, lowest >= constant),
                ComparisonOperator.LessOrEqual => Same(highest <= constant, lowest > constant),
                ComparisonOperator.Greater => Same(lowest > constant, highest <= constant),
                ComparisonOperator.GreaterOrEqual => Same(lowest >= constant, highest < constant),
                _ => null,
            };
            if (hit is null)
                return null;
            hits[i] = hit.Value;
        }

        return Combine(leaf, hits);

        static bool? Same(bool always, bool never) => always ? true : never ? false : null;
    }

    private static bool Combine(ComparisonNode leaf, ReadOnlySpan<bool> hits)
    {
        var count = hits.Count(true);
        return leaf.Modifier switch
        {
            OperatorModifier.AllOf => count == hits.Length && count > 0,
            OperatorModifier.OneOf => count == 1,
            _ => count > 0,
        };
    }
}
