using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using RulesEngine.Compiler.Resolving;
using RulesEngine.Outputs.Formatting;
using RulesEngine.Runtime.Evaluation;
using RulesEngine.Runtime.Evaluation.Values;
using RulesEngine.Runtime.Fields;
using RulesEngine.Runtime.Fields.Extraction;
using RulesEngine.Runtime.State;

namespace RulesEngine.Host.Testing;

/// <summary>
/// A rule as tests ask it: whether it matches an event, what it prints, and why it does not match. Its condition and output
/// read a capture's events or given fields, as they were bound. Rules that are off are asked like any other.
/// </summary>
internal sealed class TestedRule
{
    private const int LongestComparison = 120;

    private static readonly AlertFormatter Formatter =
        new(new AlertFormatOptions { Hostname = "", TimeZone = TimeZoneInfo.Utc });

    private readonly CheckedRule _rule;
    private readonly ConditionNode _condition;
    private readonly ConditionProgram _program;
    private readonly AlertOutput _output;
    private readonly Dictionary<ComparisonNode, ConditionProgram> _comparisons = new(ReferenceEqualityComparer.Instance);

    public TestedRule(CheckedRule rule, ConditionNode condition, OutputTemplate output)
    {
        _rule = rule;
        _condition = condition;
        _program = ConditionProgram.Compile(condition);
        _output = new AlertOutput(rule.Name, rule.Rule.Priority, rule.Rule.Source, [], output, []);
    }

    public string Name => _rule.Name;

    /// <summary>Whether the rule is tried on such events at all.</summary>
    public bool Concerns(EventContext context) => _rule.EventCodes.Contains(context.Code);

    public bool Matches(EventContext context) => Concerns(context) && _program.Evaluate(context);

    public string Print(EventContext context) => Formatter.Format(_output, context, enforcement: null).Message.TrimEnd();

    /// <summary>The fewest comparisons that would have to come out otherwise, with the values they saw.</summary>
    public ImmutableArray<string> WhyNot(EventContext context) => Concerns(context)
        ? [.. Blame.Of(_condition, leaf => Holds(leaf, context)).Select(leaf => Describe(leaf, context))]
        : [$"the rule is not about events of the type {context.Definition.Name}"];

    private bool Holds(ComparisonNode leaf, EventContext context)
    {
        if (!_comparisons.TryGetValue(leaf, out var program))
            _comparisons[leaf] = program = ConditionProgram.Compile(leaf);
        return program.Evaluate(context);
    }

    private string Describe(ComparisonNode leaf, EventContext context)
    {
        var text = leaf.Text.Length > LongestComparison ? leaf.Text[..LongestComparison] + "..." : leaf.Text;
        var described = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"`{text}` is {(Holds(leaf, context) ? "true" : "false")}"));
        var between = ": ";
        foreach (var field in FieldsOf(leaf.Left).Concat(leaf.Right is { } right ? FieldsOf(right) : []))
        {
            described.Append(between).Append(field.Field.Text)
                .Append(TextOf(field, context) is { } value ? $" is `{value}`" : " has no value");
            between = ", ";
        }
        return described.ToString();
    }

    /// <summary>A field's value on an event as an output shows it; null where it has none.</summary>
    public static string? TextOf(ValueSource field, EventContext context)
    {
        var value = default(FieldValue);
        return ValueReader.Create(field, ProbeRole.Printed).TryRead(context, ref value)
            ? Encoding.UTF8.GetString(FieldRenderer.Text(context, value))
            : null;
    }

    private static IEnumerable<FieldSource> FieldsOf(ValueSource source) => source switch
    {
        FieldSource field => [field],
        TransformerSource transformer => transformer.Inputs.SelectMany(FieldsOf),
        ListSource list => list.Items.SelectMany(FieldsOf),
        _ => [],
    };
}
