using RulesEngine.Compiler.Resolving;
using RulesEngine.Runtime.Evaluation;

namespace RulesEngine.Host.Sessions;

/// <summary>The names of all fields that a rule looks at or prints, in no order and perhaps more than once.</summary>
internal static class RuleFields
{
    public static IEnumerable<string> Of(CheckedRule rule) =>
        Of(rule.Condition)
            .Concat(rule.Output.Fields)
            .Concat(rule.ExtraFields.SelectMany(field => field.Template.Fields))
            .Select(source => source.Field.Definition.Name);

    private static IEnumerable<FieldSource> Of(ConditionNode node) => node switch
    {
        AndNode and => and.Operands.SelectMany(Of),
        OrNode or => or.Operands.SelectMany(Of),
        NotNode not => Of(not.Operand),
        ComparisonNode comparison => Of(comparison.Left).Concat(comparison.Right is { } right ? Of(right) : []),
        _ => [],
    };

    private static IEnumerable<FieldSource> Of(ValueSource source) => source switch
    {
        FieldSource field => [field],
        ListSource list => list.Items.SelectMany(Of),
        TransformerSource call => call.Inputs.SelectMany(Of),
        _ => [],
    };
}
