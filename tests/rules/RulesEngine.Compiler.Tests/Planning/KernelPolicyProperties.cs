using CsCheck;
using RulesEngine.Compiler.Lowering;
using RulesEngine.Compiler.Planning;
using RulesEngine.Compiler.Tests.Support;
using RulesEngine.Runtime.Evaluation;
using RulesEngine.Runtime.Matching;

namespace RulesEngine.Compiler.Tests.Planning;

public sealed class KernelPolicyProperties
{
    private const int SubjectsPerRuleSet = 100;

    [Fact]
    public void The_policy_of_random_rules_decides_as_plain_evaluation_of_their_conditions()
    {
        var planned = 0;
        var verdicts = new int[5];
        Gen.Select(KernelCases.Condition.Array[1, 4], KernelCases.Subject.Array[SubjectsPerRuleSet],
            Gen.Int[0, 80]).Sample(
            (conditions, subjects, wants) =>
            {
                var requests = conditions.Select((condition, i) => Request(condition, i, wants)).ToArray();
                var plans = requests.Select(RulePlanner.Plan).Where(plan => plan.Tier == Tier.Inline).ToArray();
                var policy = RulePlanner.Policy(plans, out var beyond);
                Assert.Empty(beyond);
                Interlocked.Add(ref planned, plans.Length);
                requests = [.. plans.Select(plan => plan.Request)];
                foreach (var subject in subjects)
                {
                    var decision = KernelDecision.Evaluate(policy, subject);
                    var expected = Expected(requests, subject);
                    Interlocked.Increment(ref verdicts[(int)decision.Verdict]);
                    Assert.True(
                        expected == (decision.Verdict, decision.Rule),
                        $"{decision} but {expected} on {subject} of {string.Join(" | ", conditions.Select(Conditions.Print))}");
                }
            },
            iter: 1500);
        // Without hits and misses of every kind the comparison would show nothing.
        Assert.All(verdicts, count => Assert.True(count > 100, $"verdicts {string.Join(' ', verdicts)}"));
        Assert.True(planned > 1500);
    }

    [Fact]
    public void Every_random_condition_over_kernel_fields_is_inline_or_cannot_hold_or_is_too_large_or_asks_more_about_a_socket() =>
        KernelCases.Condition.Sample(
            condition =>
            {
                var plan = RulePlanner.Plan(Request(condition, 0, 0));
                Assert.All(plan.Events.Where(entry => entry.Reason is not null), entry => Assert.True(
                    entry.Reason!.Kind is PlanReasonKind.NeverBefore or PlanReasonKind.TooLarge
                    || entry.Reason.Predicate.StartsWith("fd.name ", StringComparison.Ordinal)
                    || entry.Reason.Predicate.StartsWith("fd.typechar ", StringComparison.Ordinal)
                    || entry.Reason.Predicate.StartsWith("fd.num ", StringComparison.Ordinal)
                    || entry.Reason.Predicate.StartsWith("evt.rawres ", StringComparison.Ordinal),
                    entry.Reason.Text));
            },
            iter: 3000);

    private static PlanRequest Request(ConditionNode condition, int index, int wants)
    {
        var kind = wants / (int)Math.Pow(3, index) % 3;
        return new PlanRequest(
            $"rule {index}", "syscall", condition, [.. GuardedEvent.All.Select(guarded => guarded.Code)],
            [kind == 0 ? "kill" : "deny"], Errno: index + 1, Monitor: kind == 2 || wants > 60);
    }

    private static (KernelVerdict, string?) Expected(PlanRequest[] requests, KernelSubject subject)
    {
        var holding = requests
            .Where(request => PlainEvaluation.Holds(request.Condition, field => KernelCases.ValueOf(subject, field)))
            .ToArray();
        var kill = holding.FirstOrDefault(request => request.Actions[0] == "kill" && !request.Monitor);
        var deny = holding.FirstOrDefault(request => request.Actions[0] == "deny" && !request.Monitor);
        var wouldKill = holding.FirstOrDefault(request => request.Actions[0] == "kill");
        var wouldDeny = holding.FirstOrDefault(request => request.Actions[0] == "deny");
        return kill is not null ? (KernelVerdict.Kill, kill.Name)
            : deny is not null ? (KernelVerdict.Deny, deny.Name)
            : wouldKill is not null ? (KernelVerdict.WouldKill, wouldKill.Name)
            : wouldDeny is not null ? (KernelVerdict.WouldDeny, wouldDeny.Name)
            : (KernelVerdict.Allow, null);
    }
}
