using System.Collections.Immutable;
using System.Text;
using RulesEngine.Compiler.Loading;
using RulesEngine.Compiler.Planning;
using RulesEngine.Compiler.Resolving;
using RulesEngine.Runtime.Matching;

namespace RulesEngine.KernelTester.Engines;

/// <summary>
/// A rules file as the kernel's policy, by the engine's own loader and planner. Every rule must be decided in the kernel
/// alone: a test about verdicts has no use for another.
/// </summary>
internal static class PolicyCompiler
{
    public static KernelPolicy Compile(string rules)
    {
        var loaded = RuleSetLoader.Load([new RuleFile("rules.yaml", Encoding.UTF8.GetBytes(rules))]);
        if (!loaded.IsUsable)
        {
            var issues = loaded.Results.SelectMany(result => result.Errors).Select(issue => issue.ToString())
                .Concat(loaded.Diagnostics.Select(diagnostic => diagnostic.ToString()));
            throw new InvalidOperationException("the rules do not load: " + string.Join("; ", issues));
        }

        var plans = loaded.Rules.Select(Plan).ToImmutableArray();
        var policy = RulePlanner.Policy(plans, out var beyond);
        return beyond.IsEmpty ? policy : throw new InvalidOperationException("too many clauses for one policy");
    }

    private static RulePlan Plan(CheckedRule rule)
    {
        var plan = RulePlanner.Plan(new PlanRequest(
            rule.Name, rule.Rule.Source, rule.Condition, [.. rule.EventCodes.Codes()], rule.Rule.ActionWords, rule.Rule.Errno,
            rule.Rule.Mode == EnforcementMode.Monitor));
        return plan.Tier == Tier.Inline || plan.Events.All(entry => entry.Reason?.Kind == PlanReasonKind.NeverBefore)
            ? plan
            : throw new InvalidOperationException($"{rule.Name}: {plan.Tier}: {plan.Events.First(entry => entry.Reason is not null).Reason!.Text}");
    }
}
