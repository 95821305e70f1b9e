using RulesEngine.Runtime.Evaluation;
using RulesEngine.Runtime.Events;
using RulesEngine.Runtime.Fields;

namespace RulesEngine.Compiler.Checking;

/// <summary>
/// Says why a checked condition can hold for no event: no event type is left, or a conjunction asks one value to be
/// several things. It finds some such conditions, not all, and is never wrong about one it names.
/// </summary>
public static class NeverTrue
{
    public static string? Explain(ConditionNode condition, EventCodeSet eventCodes)
    {
        ArgumentNullException.ThrowIfNull(condition);
        return eventCodes.Count == 0 ? "no event type is left" : Explain(condition);
    }

    private static string? Explain(ConditionNode condition)
    {
        if (condition is OrNode or)
            return or.Operands.Select(Explain).ToList() is var reasons && reasons.TrueForAll(reason => reason is not null)
                ? reasons[0]
                : null;
        if (condition is not AndNode and)
            return null;

        var possible = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        foreach (var operand in Flatten(and))
        {
            if (Explain(operand) is { } reason)
                return reason;
            if (FixedValues(operand) is not { } fixedValues)
                continue;
            var (field, values) = fixedValues;
            if (!possible.TryGetValue(field, out var left))
                possible[field] = values;
            else
                left.IntersectWith(values);
            if (possible[field].Count == 0)
                return $"no value of {field} satisfies all comparisons with it";
        }
        foreach (var operand in Flatten(and))
        {
            if (operand is not NotNode not || FixedValues(not.Operand) is not { } excluded
                || !possible.TryGetValue(excluded.Field, out var left))
                continue;
            left.ExceptWith(excluded.Values);
            if (left.Count == 0)
                return $"every value of {excluded.Field} that is asked for is excluded again";
        }
        return null;
    }

    private static IEnumerable<ConditionNode> Flatten(AndNode and) =>
        and.Operands.SelectMany(operand => operand is AndNode inner ? Flatten(inner) : [operand]);

    /// <summary>The only values a comparison lets through, for fields that have one value at a time.</summary>
    private static (string Field, HashSet<string> Values)? FixedValues(ConditionNode node) =>
        node is ComparisonNode
        {
            Operator: ComparisonOperator.Equal or ComparisonOperator.In,
            Modifier: OperatorModifier.None,
            Right: null,
            Left: FieldSource { IsList: false } source,
        } comparison && !comparison.Constants.IsEmpty && (source.Field.Definition.Flags & FieldFlags.NoRightSide) == 0 && HasPlainValues(source.Type)
            ? (source.Field.Text, [.. comparison.Constants.Select(constant => Convert.ToHexString(constant.Text.Span))])
            : null;

    /// <summary>Types whose values are equal exactly when their spellings are.</summary>
    private static bool HasPlainValues(FieldType type) =>
        type is FieldType.CharBuf or FieldType.FsPath or FieldType.FsRelPath or FieldType.Bool;
}
