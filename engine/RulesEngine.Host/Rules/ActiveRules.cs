using System.Collections.Immutable;
using RulesEngine.Compiler.Indexing;
using RulesEngine.Compiler.Loading;
using RulesEngine.Compiler.Planning;
using RulesEngine.Compiler.Resolving;
using RulesEngine.Runtime.Events;
using RulesEngine.Runtime.Matching;
using RulesEngine.Syntax.Diagnostics;

namespace RulesEngine.Host.Rules;

/// <summary>Who takes the actions of rules.</summary>
internal enum ActionsBy
{
    /// <summary>Nobody: a capture is read, every rule detects.</summary>
    Nobody,

    /// <summary>The kernel: rules with an action that it decides alone are reported by its records.</summary>
    Kernel,
}

/// <summary>
/// A rule set ready to run: the enabled rules in order, their plans, the index that detects, and the policy that the
/// kernel enforces. Immutable, so that a reload is one reference write. The index belongs to the thread that matches.
/// </summary>
internal sealed class ActiveRules
{
    public required RuleSet Set { get; init; }

    /// <summary>The enabled rules of the source syscall, in order of definition.</summary>
    public required ImmutableArray<CheckedRule> Rules { get; init; }

    /// <summary>One per rule, in the same order.</summary>
    public required ImmutableArray<RulePlan> Plans { get; init; }

    public required KernelPolicy Policy { get; init; }

    /// <summary>Why rules do not get the actions they ask for; errors keep the set from being used where actions are taken.</summary>
    public required ImmutableArray<Diagnostic> Shortfalls { get; init; }

    /// <summary>The rules the index tries: a match is an index into this list.</summary>
    public required ImmutableArray<CheckedRule> Detected { get; init; }

    public required MatchIndex Index { get; init; }

    /// <summary>The rules of the policy, by the number that the kernel's records carry.</summary>
    public required ImmutableArray<CheckedRule> Enforced { get; init; }

    public static ActiveRules Prepare(IEnumerable<RuleFile> files, RuleSet set, ActionsBy actionsBy, bool monitorOnly)
    {
        var rules = Enabled(set);
        var plans = rules.Select(rule => RulePlanner.Plan(Request(rule, monitorOnly))).ToImmutableArray();
        var beyond = ImmutableArray<RulePlan>.Empty;
        var policy = actionsBy == ActionsBy.Kernel ? RulePlanner.Policy(plans, out beyond) : KernelPolicy.Empty;
        var inKernel = policy.Rules.ToHashSet(StringComparer.Ordinal);
        var detected = rules.Where(rule => !inKernel.Contains(rule.Name)).ToImmutableArray();
        return new ActiveRules
        {
            Set = set,
            Rules = rules,
            Plans = plans,
            Policy = policy,
            Shortfalls = PlanDiagnostics.Of(files, rules, plans, beyond),
            Detected = detected,
            Index = MatchIndex.Build(PlanIndex(detected)),
            Enforced = [.. policy.Rules.Select(name => rules.First(rule => rule.Name == name))],
        };
    }

    /// <summary>The rules a set puts in force, in order of definition.</summary>
    public static ImmutableArray<CheckedRule> Enabled(RuleSet set) =>
        [.. set.Rules.Where(rule => rule.Rule.IsEnabled && rule.Rule.Source == "syscall")];

    /// <summary>The plan of the index that detects these rules.</summary>
    public static MatchPlan PlanIndex(ImmutableArray<CheckedRule> rules) =>
        MatchPlanner.Plan([.. rules.Select(rule => new MatchRule(rule.Condition, rule.EventCodes))]);

    public static PlanRequest Request(CheckedRule rule, bool monitorOnly) => new(
        rule.Name,
        rule.Rule.Source,
        rule.Condition,
        [.. Enumerable.Range(0, EventTable.Count).Select(code => (ushort)code).Where(rule.EventCodes.Contains)],
        rule.Rule.ActionWords,
        rule.Rule.Errno,
        monitorOnly || rule.Rule.Mode == EnforcementMode.Monitor);
}
