using System.Collections.Immutable;
using RulesEngine.Compiler.Resolving;
using RulesEngine.Outputs.Formatting;
using RulesEngine.Runtime.Evaluation;
using RulesEngine.Runtime.Evaluation.Explaining;
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
    private readonly ConditionProgram _program;
    private readonly Lazy<ConditionExplainer> _explainer;
    private readonly AlertOutput _output;

    public TestedRule(CheckedRule rule, ConditionNode condition, OutputTemplate output)
    {
        _rule = rule;
        _program = ConditionProgram.Compile(condition);
        _explainer = new Lazy<ConditionExplainer>(() => new ConditionExplainer(condition));
        _output = new AlertOutput(rule.Name, rule.Rule.Priority, rule.Rule.Source, [], output, []);
    }

    public string Name => _rule.Name;

    /// <summary>Whether the rule is tried on such events at all.</summary>
    public bool Concerns(EventContext context) => _rule.EventCodes.Contains(context.Code);

    public bool Matches(EventContext context) => Concerns(context) && _program.Evaluate(context);

    public string Print(EventContext context) => Formatter.Format(_output, context, enforcement: null).Message.TrimEnd();

    /// <summary>The fewest comparisons that would have to come out otherwise, with the values they found.</summary>
    public ImmutableArray<string> WhyNot(EventContext context) => Concerns(context)
        ? [.. Blame.Of(_explainer.Value.Explain(context)).Select(Describe)]
        : [$"the rule is not about events of the type {context.Definition.Name}"];

    private static string Describe(Explanation comparison)
    {
        var text = ((ComparisonNode)comparison.Condition).Text;
        var shown = text.Length > LongestComparison ? text[..LongestComparison] + "..." : text;
        var truth = comparison.Error is { } error ? $"ends the run: {error}" : comparison.Holds ? "is true" : "is false";
        var values = comparison.Values.Select(value => value is null ? "no value" : $"`{value}`");
        return $"`{shown}` {truth}{(comparison.Values.IsEmpty ? "" : ", found " + string.Join(" and ", values))}";
    }
}
