using RulesEngine.Runtime.Evaluation;
using RulesEngine.Runtime.Evaluation.Residuals;
using RulesEngine.Runtime.Events;
using RulesEngine.Runtime.State;

namespace RulesEngine.Runtime.Matching;

/// <summary>
/// The user half of the match index: from an event to the rules it matches, in rule order, without walking the rules
/// and without allocating. It agrees with evaluating every condition plainly; it differs from the kernel half in
/// serving all rules, with residuals for what no dimension expresses. Not thread-safe: one per event source.
/// </summary>
public sealed class MatchIndex
{
    private readonly EventIndex?[] _byCode = new EventIndex?[EventTable.Count];

    private MatchIndex(int ruleCount) => RuleCount = ruleCount;

    /// <summary>The number of rules, and so the most an event can match.</summary>
    public int RuleCount { get; }

    /// <summary>Prepares look-up tables and compiles residuals.</summary>
    public static MatchIndex Build(MatchPlan plan)
    {
        var index = new MatchIndex(plan.RuleCount);
        var residuals = ResidualCode.Compile(plan.Groups.SelectMany(group => group.Clauses)
            .Select(clause => clause.Residual).OfType<ConditionNode>());
        foreach (var group in plan.Groups)
        {
            var events = new EventIndex(group, residuals);
            foreach (var code in group.Codes)
                index._byCode[code] = events;
        }

        return index;
    }

    /// <summary>Whether any rule is concerned with events of this code.</summary>
    public bool Concerns(ushort code) => _byCode[code] is not null;

    /// <summary>
    /// Writes the rules the event matches to <paramref name="rules"/>, which must have room for one, or for
    /// <see cref="RuleCount"/> when all are wanted, and returns how many. Throws <c>EvaluationException</c> where Falco
    /// refuses a comparison only when it is evaluated.
    /// </summary>
    public int Match(EventContext context, RuleMatching matching, Span<int> rules) =>
        _byCode[context.Code] is { } events ? events.Match(context, matching, rules) : 0;
}
