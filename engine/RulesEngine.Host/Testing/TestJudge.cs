using System.Collections.Immutable;
using System.Text;
using RulesEngine.Compiler.Testing;
using RulesEngine.Runtime.Evaluation;
using RulesEngine.Runtime.Evaluation.Values;
using RulesEngine.Runtime.Fields;
using RulesEngine.Runtime.Fields.Extraction;
using RulesEngine.Runtime.State;

namespace RulesEngine.Host.Testing;

/// <summary>One way in which a test failed: what was expected of a rule, and what happened.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Message">Expectation and outcome in one sentence.</param>
/// <param name="Reasons">The particulars, one on a line.</param>
internal sealed record TestFault(string Rule, string Message, ImmutableArray<string> Reasons);

/// <summary>
/// Follows one test: sees each of its events and says in the end how the test failed, if it did. A rule that must match has
/// to match one of them, with the output and the fields the test names; a rule that must not may match none.
/// </summary>
internal sealed class TestJudge
{
    /// <summary>Events named in a message.</summary>
    private const int MostNumbers = 5;

    private readonly RuleTest _test;
    private readonly Func<ValueSource, ValueSource> _bind;
    private readonly List<Wanted> _wanted = [];
    private readonly List<Unwanted> _unwanted = [];

    /// <param name="test">The test.</param>
    /// <param name="rules">The rules that are loaded, bound to where the test's values come from.</param>
    /// <param name="bind">The same binding for a single field.</param>
    public TestJudge(RuleTest test, IReadOnlyList<TestedRule> rules, Func<ValueSource, ValueSource> bind)
    {
        _test = test;
        _bind = bind;
        var required = test.Matches.Select(word => word.Text).ToHashSet(StringComparer.Ordinal);
        foreach (var rule in rules)
        {
            if (required.Contains(rule.Name))
                _wanted.Add(new Wanted(rule, test.Outputs.FirstOrDefault(output => output.Rule == rule.Name)?.Text));
            else if (test.Not.Any(word => RuleTestChecks.Selects(word.Text, rule.Name)))
                _unwanted.Add(new Unwanted(rule));
        }
    }

    public RuleTest Test => _test;

    public void See(EventContext context)
    {
        foreach (var wanted in _wanted.Where(wanted => !wanted.IsSatisfied))
            See(wanted, context);
        foreach (var unwanted in _unwanted)
            See(unwanted, context);
    }

    public ImmutableArray<TestFault> Faults() =>
    [
        .. _wanted.Where(wanted => !wanted.IsSatisfied).Select(FaultOf),
        .. _unwanted.Where(unwanted => unwanted.Error is not null || unwanted.Numbers.Count > 0).Select(FaultOf),
    ];

    private static void See(Unwanted unwanted, EventContext context)
    {
        try
        {
            if (unwanted.Rule.Matches(context))
                unwanted.Numbers.Add(context.Number);
        }
        catch (EvaluationException error)
        {
            unwanted.Error ??= error.Message;
        }
    }

    private void See(Wanted wanted, EventContext context)
    {
        try
        {
            if (!wanted.Rule.Matches(context))
            {
                if (wanted.Numbers.Count == 0 && wanted.Rule.Concerns(context))
                    Consider(wanted, wanted.Rule.WhyNot(context));
                wanted.Unconcerned ??= wanted.Rule.Concerns(context) ? null : wanted.Rule.WhyNot(context);
                return;
            }
            wanted.Numbers.Add(context.Number);
            var differences = Differences(wanted, context);
            wanted.IsSatisfied = differences.Count == 0;
            wanted.Differences ??= [.. differences];
        }
        catch (EvaluationException error)
        {
            Consider(wanted, [$"it cannot be evaluated: {error.Message}"]);
        }
    }

    private List<string> Differences(Wanted wanted, EventContext context)
    {
        var differences = new List<string>();
        if (wanted.Output is { } output && wanted.Rule.Print(context) is var printed && printed != output)
            differences.AddRange([$"expected: {output}", $"printed:  {printed}"]);
        foreach (var (field, text) in _test.Fields)
        {
            var value = TextOf(_bind(new FieldSource(field)), context);
            if (value != text)
                differences.Add($"{field.Text} should be `{text}` and {(value is null ? "has no value" : $"is `{value}`")}");
        }
        return differences;
    }

    /// <summary>A value as an output shows it; null where there is none.</summary>
    private static string? TextOf(ValueSource source, EventContext context)
    {
        var value = default(FieldValue);
        return ValueReader.Create(source, ProbeRole.Printed).TryRead(context, ref value)
            ? Encoding.UTF8.GetString(FieldRenderer.Text(context, value))
            : null;
    }

    /// <summary>Keeps the reasons of the event that came closest.</summary>
    private static void Consider(Wanted wanted, ImmutableArray<string> reasons)
    {
        if (wanted.Closest is not { } closest || reasons.Length < closest.Length)
            wanted.Closest = reasons;
    }

    private TestFault FaultOf(Wanted wanted) => wanted.Differences is { } differences
        ? new TestFault(wanted.Rule.Name, $"`{wanted.Rule.Name}` matches{OnEvents(wanted.Numbers)}, but not as expected", differences)
        : new TestFault(wanted.Rule.Name, $"`{wanted.Rule.Name}` should match and does not", wanted.Closest ?? wanted.Unconcerned ?? []);

    private TestFault FaultOf(Unwanted unwanted) => unwanted.Error is { } error
        ? new TestFault(unwanted.Rule.Name, $"`{unwanted.Rule.Name}` should not match and cannot be evaluated", [error])
        : new TestFault(unwanted.Rule.Name, $"`{unwanted.Rule.Name}` should not match and does{OnEvents(unwanted.Numbers)}", []);

    private string OnEvents(List<long> numbers) => _test.Capture is null ? ""
        : (numbers.Count == 1 ? " on event " : " on events ") + string.Join(", ", numbers.Take(MostNumbers))
            + (numbers.Count > MostNumbers ? $" and {numbers.Count - MostNumbers} more" : "");

    /// <summary>A rule that must not match, and where it did.</summary>
    private sealed class Unwanted(TestedRule rule)
    {
        public TestedRule Rule { get; } = rule;

        public List<long> Numbers { get; } = [];

        public string? Error { get; set; }
    }

    /// <summary>A rule that must match, and how far it got.</summary>
    private sealed class Wanted(TestedRule rule, string? output)
    {
        public TestedRule Rule { get; } = rule;

        public string? Output { get; } = output;

        public bool IsSatisfied { get; set; }

        public List<long> Numbers { get; } = [];

        /// <summary>How the first event that matched differs from what is expected.</summary>
        public ImmutableArray<string>? Differences { get; set; }

        public ImmutableArray<string>? Closest { get; set; }

        /// <summary>What to say when no event was of a type the rule is about.</summary>
        public ImmutableArray<string>? Unconcerned { get; set; }
    }
}
