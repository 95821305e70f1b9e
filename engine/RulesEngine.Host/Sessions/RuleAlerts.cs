using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using RulesEngine.Compiler.Loading;
using RulesEngine.Compiler.Resolving;
using RulesEngine.Outputs.Alerts;
using RulesEngine.Outputs.Formatting;
using RulesEngine.Outputs.Metrics;
using RulesEngine.Outputs.Statistics;
using RulesEngine.Runtime.Matching;
using RulesEngine.Runtime.State;

namespace RulesEngine.Host.Sessions;

/// <summary>
/// From a match to an alert on its way out: formats it, counts it, hands it to the outlet. Called by the one thread that
/// processes events; the counts may be read by any.
/// </summary>
internal sealed class RuleAlerts(AlertFormatter formatter, AlertOutlet outlet, RuleMatching matching)
{
    private readonly ConcurrentDictionary<string, Counts> _counts = new(StringComparer.Ordinal);
    private readonly ConditionalWeakTable<CheckedRule, AlertOutput> _outputs = [];

    public RuleMatching Matching => matching;

    public AlertOutlet Outlet => outlet;

    public void Raise(CheckedRule rule, EventContext context, Enforcement? enforcement)
    {
        var alert = formatter.Format(Output(rule), context, enforcement ?? Unenforced(rule));
        Of(rule.Name).Add(rule.Rule.Priority, alert.Enforcement?.Verdict);
        outlet.Post(alert, rule.Rule.ActionWords, context.Thread?.Pid);
    }

    /// <summary>The kernel has decided, or would have.</summary>
    public void RaiseVerdict(CheckedRule rule, EventContext context, in VerdictReader verdict) => Raise(rule, context, new Enforcement(
        rule.Rule.ActionWords,
        verdict.Word,
        verdict.Hook,
        verdict.Error == 0 ? null : ErrnoNames.NameOf(verdict.Error),
        "inline"));

    /// <summary>
    /// How often rules have alerted since the start: those given in their order, then those that alerted before a reload took
    /// them away, by name.
    /// </summary>
    public ImmutableArray<RuleCount> Count(ImmutableArray<CheckedRule> rules)
    {
        var present = rules.Select(rule => rule.Name).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. rules.Select(rule => new RuleCount(rule.Name, rule.Rule.Priority, Of(rule.Name).Matches)),
            .. _counts.Where(entry => !present.Contains(entry.Key)).OrderBy(entry => entry.Key, StringComparer.Ordinal)
                .Select(entry => new RuleCount(entry.Key, entry.Value.Priority, entry.Value.Matches)),
        ];
    }

    public ImmutableArray<RuleSample> Sample(IEnumerable<CheckedRule> rules) => [.. rules.Select(rule => new RuleSample(
        rule.Name, rule.Rule.Priority, rule.Rule.Source, [.. rule.Rule.Tags], Of(rule.Name).Matches, Of(rule.Name).Verdicts()))];

    /// <summary>A rule with an action that nobody took: a capture is replayed, or only plugins act.</summary>
    private static Enforcement? Unenforced(CheckedRule rule) => rule.Rule.ActionWords.IsEmpty
        ? null
        : new Enforcement(rule.Rule.ActionWords, EnforcementVerdict.Allowed, null, null, null);

    private Counts Of(string rule) => _counts.GetOrAdd(rule, static _ => new Counts());

    private AlertOutput Output(CheckedRule rule) => _outputs.GetValue(rule, static checkedRule => new AlertOutput(
        checkedRule.Name,
        checkedRule.Rule.Priority,
        checkedRule.Rule.Source,
        [.. checkedRule.Rule.Tags],
        checkedRule.Output,
        [.. checkedRule.ExtraFields.Select(extra => new ExtraOutput(extra.Field.Key, extra.Template, extra.Field.IsRaw))]));

    /// <summary>One rule's counters: written by the event thread, read by whoever takes a sample.</summary>
    private sealed class Counts
    {
        private readonly long[] _verdicts = new long[Enum.GetValues<EnforcementVerdict>().Length];
        private long _matches;

        public long Matches => Interlocked.Read(ref _matches);

        /// <summary>The priority of the latest alert.</summary>
        public RulePriority Priority { get; private set; }

        public void Add(RulePriority priority, EnforcementVerdict? verdict)
        {
            Priority = priority;
            Interlocked.Increment(ref _matches);
            if (verdict is { } word)
                Interlocked.Increment(ref _verdicts[(int)word]);
        }

        public ImmutableArray<NamedCount> Verdicts() => [.. Enum.GetValues<EnforcementVerdict>()
            .Select(verdict => new NamedCount(Enforcement.ToWord(verdict), Interlocked.Read(ref _verdicts[(int)verdict])))
            .Where(count => count.Value > 0)];
    }
}
