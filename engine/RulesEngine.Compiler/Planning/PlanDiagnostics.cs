using System.Collections.Immutable;
using RulesEngine.Compiler.Loading;
using RulesEngine.Compiler.Resolving;
using RulesEngine.Syntax.Diagnostics;

namespace RulesEngine.Compiler.Planning;

/// <summary>
/// Turns plans that fall short into diagnostics: a rule that asks for an action it cannot have is an error that names
/// the predicate in the way and points at the action in the rules file, never a silent downgrade.
/// </summary>
public static class PlanDiagnostics
{
    /// <param name="files">The files that were loaded, for their lines.</param>
    /// <param name="rules">The rules, in the order of the plans.</param>
    /// <param name="plans">One per rule.</param>
    /// <param name="beyond">Plans that found no room in the policy.</param>
    public static ImmutableArray<Diagnostic> Of(
        IEnumerable<RuleFile> files,
        ImmutableArray<CheckedRule> rules,
        ImmutableArray<RulePlan> plans,
        ImmutableArray<RulePlan> beyond)
    {
        var sink = new DiagnosticSink();
        foreach (var file in files)
            sink.AddFile(file);
        for (var i = 0; i < rules.Length; i++)
        {
            if (plans[i].Action is null || rules[i].Rule.ActionPlace is not { } place)
                continue;
            foreach (var group in plans[i].Events.Where(entry => entry.Reason is not null)
                .GroupBy(entry => entry.Reason!))
                sink.Add(KindOf(group.Key.Kind), place, rules[i].Name,
                    string.Join(", ", group.Select(entry => entry.Event)), group.Key.Text);
            foreach (var (field, name) in ProcessNames.NeverEqual(plans[i].Request.Condition))
                sink.Add(Catalog.NameNeverEqual, place, rules[i].Name, field, name, ProcessNames.Cut(name));
            if (beyond.Contains(plans[i]))
                sink.Add(Catalog.PolicyFull, place, rules[i].Name);
        }
        return sink.ToImmutable();
    }

    private static DiagnosticKind KindOf(PlanReasonKind kind) => kind switch
    {
        PlanReasonKind.Predicate => Catalog.NotInlinePredicate,
        PlanReasonKind.EventType => Catalog.NotInlineEvent,
        PlanReasonKind.NeverBefore => Catalog.NotInlineNeverBefore,
        PlanReasonKind.TooLarge => Catalog.NotInlineTooLarge,
        PlanReasonKind.Action => Catalog.NotInlineAction,
        PlanReasonKind.Source => Catalog.NotInlineSource,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };
}
