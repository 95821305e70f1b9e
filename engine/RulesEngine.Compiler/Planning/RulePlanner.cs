using System.Collections.Immutable;
using RulesEngine.Compiler.Indexing;
using RulesEngine.Compiler.Lowering;
using RulesEngine.Runtime.Events;
using RulesEngine.Runtime.Matching;

namespace RulesEngine.Compiler.Planning;

/// <summary>
/// Decides for every rule and event type how strongly it can be enforced. It receives checked conditions, and
/// guarantees that a rule counts as inline only if its clauses hold exactly where its condition would, were the
/// operation let through. It writes nothing: <see cref="KernelPolicyWriter"/> turns the clauses into maps' contents,
/// and the loader turns a rule that asks for more than it reached into an error.
/// </summary>
public static class RulePlanner
{
    /// <summary>Clauses one rule may need; a rule past it is refused rather than cut.</summary>
    public const int MostClausesPerRule = 256;

    /// <summary>Past this many event types a rule is taken to apply to all.</summary>
    private const int ManyEvents = 100;

    /// <summary>The plan of one rule.</summary>
    public static RulePlan Plan(PlanRequest request)
    {
        if (ActionOf(request) is not { } action)
            return Refused(request, null, Tier.Detect, EventNames(request)
                .Select(name => new EventPlan(name, Tier.Detect, null, null)));
        if (Unenforceable(request) is { } reason)
            return Refused(request, action, Tier.Late, EventNames(request)
                .Select(name => new EventPlan(name, Tier.Late, null, reason)));

        var pool = new FormulaPool();
        var events = ImmutableArray.CreateBuilder<EventPlan>();
        var formulas = new List<(Formula Formula, GuardedEvent Guarded)>();
        foreach (var group in request.EventCodes.GroupBy(code => EventTable.All[code].Name))
        {
            if (GuardedEvent.Find(group.Key) is not { } guarded)
            {
                if (group.Any(code => !ConditionRewriter.IsFalse(EventTypePass.Specialise(request.Condition, code))))
                    events.Add(Unguarded(group.Key));
                continue;
            }

            if (!group.Contains(guarded.Code))
                continue;
            var view = KernelView.Of(request.Condition, guarded);
            events.Add(view.Reason is null
                ? new EventPlan(group.Key, Tier.Inline, guarded, null)
                : new EventPlan(group.Key, view.Tier, guarded, view.Reason));
            formulas.Add((pool.From(view.Condition, leaf => KernelDimensions.Assign(leaf, guarded).Predicate),
                guarded));
        }

        if (events.Count > ManyEvents)
            return Refused(request, action, Tier.Late, [Unguarded("*")]);
        return Cover(request, action, pool, events.ToImmutable(), formulas);
    }

    /// <summary>
    /// The policy of all plans that are inline as a whole. The ones past the limit of a policy are in
    /// <paramref name="beyond"/>.
    /// </summary>
    public static KernelPolicy Policy(IEnumerable<RulePlan> plans, out ImmutableArray<RulePlan> beyond)
    {
        var taken = ImmutableArray.CreateBuilder<KernelRuleClauses>();
        var left = ImmutableArray.CreateBuilder<RulePlan>();
        var clauses = 0;
        foreach (var plan in plans.Where(plan => plan is { Action: not null, Tier: Tier.Inline }))
        {
            if (clauses + plan.Clauses.Length > KernelLimits.Clauses)
            {
                left.Add(plan);
                continue;
            }

            clauses += plan.Clauses.Length;
            taken.Add(new KernelRuleClauses(
                plan.Request.Name, plan.Action!.Value, plan.Request.Errno, plan.Request.Monitor, plan.Clauses,
                [.. plan.Events.Where(entry => entry.Tier == Tier.Inline).Select(entry => entry.Guarded!)]));
        }

        beyond = left.ToImmutable();
        return KernelPolicyWriter.Write(taken.ToImmutable());
    }

    private static RulePlan Cover(
        PlanRequest request, KernelAction action, FormulaPool pool, ImmutableArray<EventPlan> events,
        List<(Formula Formula, GuardedEvent Guarded)> formulas)
    {
        var never = new PlanReason(
            PlanReasonKind.NeverBefore,
                "it cannot hold before an operation that succeeds, so there is nothing to refuse");
        if (events.All(entry => entry.Reason is { Kind: PlanReasonKind.NeverBefore }))
        {
            return Refused(
                request, action, Tier.Late, events.IsEmpty ? [new EventPlan("*", Tier.Late, null, never)] : events);
        }

        // An event type on which the rule never holds needs no enforcement; the others decide.
        events = [.. events.Where(entry => entry.Reason is not { Kind: PlanReasonKind.NeverBefore })];
        if (events.Any(entry => entry.Tier != Tier.Inline))
            return Refused(request, action, events.Max(entry => entry.Tier), events);

        var clauses = ImmutableArray.CreateBuilder<Clause>();
        foreach (var group in formulas.Where(item => item.Formula.Kind != FormulaKind.False)
            .GroupBy(item => item.Formula))
        {
            var cover = ClauseCover.Exact(pool, group.Key, MostClausesPerRule - clauses.Count);
            if (cover is null)
            {
                var reason = new PlanReason(
                    PlanReasonKind.TooLarge, $"its condition needs more than {MostClausesPerRule} clauses");
                return Refused(request, action, Tier.Late, events
                    .Select(entry => entry with { Tier = Tier.Late, Reason = reason }));
            }

            var types = OfEvents(group.Select(item => item.Guarded.Code));
            clauses.AddRange(cover.Value.Select(clause => clause.With(types)));
        }

        return new RulePlan(request, action, Tier.Inline, events, clauses.ToImmutable());
    }

    private static DimensionConstraint OfEvents(IEnumerable<ushort> codes) =>
        new(
            KernelDimensions.EventType,
            [.. codes.Select(code => new AllowedPrefix(Prefix.Number(code), true))],
            Default: false,
            Missing: false);

    private static RulePlan Refused(PlanRequest request, KernelAction? action, Tier tier,
        IEnumerable<EventPlan> events) =>
        new(request, action, tier, [.. events], []);

    private static EventPlan Unguarded(string name) => new(name, Tier.Late, null, new PlanReason(
        PlanReasonKind.EventType, name == "*"
            ? "it applies to all event types, and not all can be refused: say which with evt.type"
            : $"no hook guards the event type {name} yet"));

    private static KernelAction? ActionOf(PlanRequest request) =>
        request.Actions.Contains("kill") || request.Actions.Any(IsSignal) ? KernelAction.Kill
        : request.Actions.Contains("deny") ? KernelAction.Deny
        : null;

    private static PlanReason? Unenforceable(PlanRequest request) =>
        request.Actions.FirstOrDefault(IsSignal) is { } signal
            ? new PlanReason(PlanReasonKind.Action,
                $"the action {signal} is taken by user space after the effect, which is not built yet")
        : request.Source != "syscall"
            ? new PlanReason(PlanReasonKind.Source,
                $"events of the source {request.Source} do not come from the kernel")
        : null;

    private static bool IsSignal(string word) => word.StartsWith("signal:", StringComparison.Ordinal);

    private static string[] EventNames(PlanRequest request)
    {
        var names = request.EventCodes.Select(code => EventTable.All[code].Name).Distinct().ToArray();
        return names.Length > ManyEvents || request.Source != "syscall" ? ["*"] : names;
    }
}
