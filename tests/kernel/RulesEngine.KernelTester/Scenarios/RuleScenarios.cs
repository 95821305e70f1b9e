using System.Collections.Immutable;
using RulesEngine.KernelTester.Model;

namespace RulesEngine.KernelTester.Scenarios;

/// <summary>How rules about the same event add up, and that each part of a condition counts. One operation stands for all.</summary>
internal static class RuleScenarios
{
    private const string Opens = "evt.type=openat and fd.name={dir}/target";

    public static IEnumerable<Scenario> All =>
    [
        Open("kill wins over deny", Expectation.Killed with { Rule = 1 }, Deny(Opens), Kill(Opens)),
        Open("the first of two denials gives the error", Expectation.Denied("EACCES"), Deny(Opens, "EACCES"), Deny(Opens)),
        Open("an error can be chosen", Expectation.Denied("ENOENT"), Deny(Opens, "ENOENT")),
        Open(
            "a denial holds beside a kill that only watches", Expectation.Denied() with { Rule = 1 },
            Kill(Opens) with { Monitor = true }, Deny(Opens)),
        Open("a rule that holds is not disturbed by one that does not", Expectation.Denied("EACCES") with { Rule = 1 },
            Kill(Opens + " and proc.name=another"), Deny(Opens, "EACCES")),

        Open("a process name that fits is needed and enough", Expectation.Denied(), Deny(Opens + " and proc.name=trigger")),
        Open("another process name lets pass", Expectation.Passes, Kill(Opens + " and proc.name=another")),
        Open("a negated process name stops the others", Expectation.Denied(), Deny(Opens + " and not proc.name in (another, third)")),
        Open("a negated process name spares the one named", Expectation.Passes, Kill(Opens + " and not proc.name in (another, trigger)")),
        Open("a user id that fits is needed and enough", Expectation.Denied(), Deny(Opens + " and user.uid=0")),
        Open("another user id lets pass", Expectation.Passes, Kill(Opens + " and user.uid=4242")),
        Open("a range of user ids spares those outside", Expectation.Passes, Kill(Opens + " and user.uid >= 1000")),
        Open("an executable path that fits is needed and enough", Expectation.Denied(), Deny(Opens + " and proc.exepath={trigger}")),
        Open("another event type lets pass", Expectation.Passes, Kill("evt.type=openat2 and fd.name={dir}/target")),
        Open("a path below a folder that is named is stopped", Expectation.Denied(), Deny("evt.type=openat and fd.name pmatch ({dir})")),
        Open("a path that starts as named is stopped", Expectation.Denied(), Deny("evt.type=openat and fd.name startswith {dir}/tar")),
        Open("a longer path that starts with a whole name is left alone", Expectation.Passes, Kill("evt.type=openat and fd.name={dir}/targe")),
        Open("an exception among several holds", Expectation.Passes,
            Kill(Opens + " and not (proc.name=another and user.uid=0) and not (proc.name=trigger and user.uid=0)")),
        Open("an exception that holds only in part does not count", Expectation.Killed,
            Kill(Opens + " and not (proc.name=another and user.uid=0) and not (proc.name=trigger and user.uid=1)")),
        Open("one of two alternatives is enough", Expectation.Denied(),
            Deny("evt.type=openat and (fd.name={dir}/absent or fd.name={dir}/target)")),
    ];

    private static RuleText Deny(string condition, string? errno = null) => new(condition, "deny") { Errno = errno };

    private static RuleText Kill(string condition) => new(condition, "kill");

    private static Scenario Open(string claim, Expectation expectation, params ImmutableArray<RuleText> rules) => new(claim)
    {
        Rules = rules,
        Trigger = ["openat", "read", "{dir}/target"],
        Effect = Effect.CallerSucceeds,
        Expect = expectation,
    };
}
