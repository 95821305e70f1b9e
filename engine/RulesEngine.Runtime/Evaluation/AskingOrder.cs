namespace RulesEngine.Runtime.Evaluation;

/// <summary>
/// Tells the conditions that mean what their evaluation from left to right, on every event of their types, gives, so
/// that no part of them may be asked earlier, elsewhere or only once: a few fields give the time or the count since
/// they were last asked, a buffer as text shows what was rendered before it, and some comparisons end the run with an
/// error.
/// </summary>
public static class AskingOrder
{
    /// <summary>Whether some comparison of the condition does more than answer.</summary>
    public static bool Matters(ConditionNode condition) => condition switch
    {
        ComparisonNode leaf => CanFail(leaf) || Remembers(leaf.Left) || (leaf.Right is { } right && Remembers(right)),
        NotNode not => Matters(not.Operand),
        AndNode and => and.Operands.Any(Matters),
        OrNode or => or.Operands.Any(Matters),
        _ => throw new ArgumentOutOfRangeException(nameof(condition), condition, null),
    };

    private static bool Remembers(ValueSource source) => source switch
    {
        FieldSource { Field.Definition.Name: var name } => name == "util.cnt"
            || name.StartsWith("evt.deltatime", StringComparison.Ordinal)
            || name.StartsWith("thread.cpu", StringComparison.Ordinal),
        TransformerSource { Selector.Length: 0 } => true,
        TransformerSource transformer => transformer.Inputs.Any(input => IsBuffer(input) || Remembers(input)),
        ListSource list => list.Items.Any(item => IsBuffer(item) || Remembers(item)),
        _ => false,
    };

    private static bool IsBuffer(ValueSource source) => source is FieldSource { Field.Definition.Name: "evt.buffer" };

    private static bool CanFail(ComparisonNode leaf) => (leaf.Left as FieldSource)?.Field.Definition.Name switch
    {
        "fd.port" or "fd.proto" => leaf.Operator == ComparisonOperator.Intersects,
        "fd.cip.name" or "fd.sip.name" or "fd.lip.name" or "fd.rip.name" => leaf.Operator is not (
            ComparisonOperator.Exists or ComparisonOperator.Equal or ComparisonOperator.NotEqual or ComparisonOperator.In),
        _ => false,
    };
}
