using System.Collections.Immutable;
using RulesEngine.Compiler.Lowering;
using RulesEngine.Compiler.Resolving;
using RulesEngine.Runtime.Evaluation;
using RulesEngine.Runtime.Events;

namespace RulesEngine.Compiler.Inspection;

/// <summary>
/// A rule as inspections see it: its condition for each kind of event that it tells apart. A comparison with
/// <c>evt.num</c> stays undecided, as it is the idiom for a macro that a user is to replace; and so does one with a list that
/// is empty by name, as that is one to be filled. An empty list written out is never matched.
/// </summary>
internal sealed class InspectedRule
{
    /// <summary>Comparisons and constants past which a condition is left alone: proofs take the square of it.</summary>
    private const int MostConstants = 4_000;

    private readonly ImmutableArray<ComparisonNode> _aboutEvents;
    private readonly Dictionary<ushort, string> _kinds = [];
    private readonly Dictionary<string, ConditionNode> _conditions = new(StringComparer.Ordinal);
    private readonly ConditionNode _condition;

    public InspectedRule(CheckedRule rule)
    {
        Rule = rule;
        ComparesWithNothing = HasEmptyList(rule.Rule.ConditionText);
        _condition = ComparesWithNothing
            ? ConditionRewriter.Rewrite(rule.Condition, leaf => IsEmptyList(leaf) ? ConditionRewriter.False : null)
            : rule.Condition;
        Leaves = [.. ConditionRewriter.Leaves(_condition)];
        _aboutEvents = [.. Leaves.Where(IsAboutEvents)];
    }

    /// <summary>
    /// Whether a rule is inspected: its condition is of a size that somebody wrote, and does not depend on when it is asked.
    /// </summary>
    public static bool IsInspected(CheckedRule rule) => !AskingOrder.Matters(rule.Condition)
        && ConditionRewriter.Leaves(rule.Condition).Sum(leaf => 1 + leaf.Constants.Length) <= MostConstants;

    public CheckedRule Rule { get; }

    public IReadOnlyList<ComparisonNode> Leaves { get; }

    /// <summary>Whether a list is written out that holds nothing.</summary>
    public bool ComparesWithNothing { get; }

    /// <summary>The parts that must all hold.</summary>
    public ImmutableArray<ConditionNode> Conjuncts => _condition is AndNode and ? and.Operands : [_condition];

    /// <summary>The condition on events of a code.</summary>
    public ConditionNode On(ushort code)
    {
        var kind = KindOf(code);
        if (!_conditions.TryGetValue(kind, out var condition))
        {
            _conditions[kind] = condition = ConditionRewriter.Rewrite(_condition, leaf =>
                IsAboutEvents(leaf) && EventTypePass.Decide(leaf, code) is { } known ? ConditionRewriter.Of(known) : null);
        }

        return condition;
    }

    /// <summary>What this rule tells of the events of a code: equal texts, equal conditions.</summary>
    public string KindOf(ushort code)
    {
        if (!_kinds.TryGetValue(code, out var kind))
        {
            _kinds[code] = kind = string.Concat(_aboutEvents.Select(leaf =>
                EventTypePass.Decide(leaf, code) switch { true => '1', false => '0', null => '?' }));
        }

        return kind;
    }

    /// <summary>The codes of a set.</summary>
    public static IEnumerable<ushort> CodesOf(EventCodeSet codes) =>
        Enumerable.Range(0, EventTable.Count).Select(code => (ushort)code).Where(codes.Contains);

    /// <summary>Whether the comparison is with an empty list.</summary>
    public static bool IsEmptyList(ComparisonNode leaf) =>
        leaf is { Constants.IsEmpty: true, Right: null, Operator: not ComparisonOperator.Exists };

    private static bool IsAboutEvents(ComparisonNode leaf) =>
        ConstantComparison.FieldOf(leaf) is { HasArgument: false, Definition.Name: "evt.type" or "evt.dir" };

    private static bool HasEmptyList(string condition)
    {
        for (var at = condition.IndexOf('('); at >= 0; at = condition.IndexOf('(', at + 1))
        {
            if (condition.AsSpan(at + 1).TrimStart() is [')', ..])
                return true;
        }

        return false;
    }
}
