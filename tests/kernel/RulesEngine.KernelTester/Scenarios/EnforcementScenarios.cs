using RulesEngine.KernelTester.Model;

namespace RulesEngine.KernelTester.Scenarios;

/// <summary>What each action does to each operation, and that it does nothing to the operation next to it.</summary>
internal static class EnforcementScenarios
{
    public static IEnumerable<Operation> Operations =>
        [.. FileOperations.All, .. ProgramOperations.All, .. NetworkOperations.All];

    public static IEnumerable<Scenario> All => Operations.SelectMany(Of);

    private static IEnumerable<Scenario> Of(Operation operation)
    {
        yield return Claim(operation, $"deny stops {operation.Name}", new RuleText(operation.Condition, "deny"), Expectation.Denied());
        yield return Claim(operation, $"kill stops {operation.Name}", new RuleText(operation.Condition, "kill"), Expectation.Killed);
        yield return Claim(
            operation,
            $"deny in monitor mode reports {operation.Name}",
            new RuleText(operation.Condition, "deny") { Monitor = true },
            Expectation.WouldDeny);
        yield return Claim(
            operation,
            $"kill in monitor mode reports {operation.Name}",
            new RuleText(operation.Condition, "kill") { Monitor = true },
            Expectation.WouldKill);
        yield return Claim(
            operation with { Trigger = operation.NearMiss },
            $"kill leaves alone what only resembles {operation.Name}",
            new RuleText(operation.Condition, "kill"),
            Expectation.Passes);
    }

    private static Scenario Claim(Operation operation, string claim, RuleText rule, Expectation expectation) => new(claim)
    {
        Rules = [rule],
        Trigger = operation.Trigger,
        Effect = operation.Effect,
        Expect = expectation,
    };
}
