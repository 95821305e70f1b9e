using RulesEngine.Runtime.Evaluation;

namespace RulesEngine.Compiler.Tests.Corpus;

/// <summary>What a checked condition holds, for tests that count.</summary>
internal static class CheckedConditions
{
    public static IEnumerable<ComparisonNode> Comparisons(ConditionNode node) => node switch
    {
        AndNode and => and.Operands.SelectMany(Comparisons),
        OrNode or => or.Operands.SelectMany(Comparisons),
        NotNode not => Comparisons(not.Operand),
        ComparisonNode comparison => [comparison],
        _ => [],
    };

    /// <summary>The names of the fields, without arguments.</summary>
    public static IEnumerable<string> Fields(ConditionNode node) => Comparisons(node)
        .SelectMany(comparison => new[] { comparison.Left, comparison.Right }.OfType<ValueSource>())
        .SelectMany(Fields);

    private static IEnumerable<string> Fields(ValueSource source) => source switch
    {
        FieldSource field => [field.Field.Definition.Name],
        TransformerSource call => call.Inputs.SelectMany(Fields),
        ListSource list => list.Items.SelectMany(Fields),
        _ => [],
    };
}
