using RulesEngine.KernelTester.Model;

namespace RulesEngine.KernelTester.Scenarios;

/// <summary>Opening, creating and emptying files, by every call that does so.</summary>
internal static class FileOperations
{
    private static readonly (string Trigger, string EventType)[] Calls =
    [
        ("open", "open"), ("openat", "openat"), ("openat2", "openat2"), ("uring-openat", "openat"),
        ("inline-openat", "openat"), ("polled-openat", "openat"),
    ];

    public static IEnumerable<Operation> All =>
    [
        .. Calls.SelectMany(ByCall),
        new Operation("a creation of a file by creat")
        {
            Condition = "evt.type=creat and fd.name={dir}/target",
            Trigger = ["creat", "{dir}/target"],
            NearMiss = ["creat", "{dir}/other"],
            Effect = Effect.FileCreated,
        },
        new Operation("an emptying of a file by creat")
        {
            Condition = "evt.type=creat and fd.name={dir}/target",
            Trigger = ["creat", "{dir}/target"],
            NearMiss = ["creat", "{dir}/other"],
            Effect = Effect.FileEmptied,
        },
    ];

    private static IEnumerable<Operation> ByCall((string Trigger, string EventType) call)
    {
        yield return Open(call, "an open of an existing file", "read", "", Effect.CallerSucceeds);
        yield return Open(call, "an open for writing of an existing file", "write", " and evt.is_open_write=true", Effect.CallerSucceeds);
        yield return Open(call, "a creation of a file", "write,create", "", Effect.FileCreated);
        yield return Open(call, "an exclusive creation of a file", "write,create,excl", " and evt.is_open_write=true", Effect.FileCreated);
        yield return Open(call, "an emptying of a file", "write,trunc", "", Effect.FileEmptied);
    }

    private static Operation Open(
        (string Trigger, string EventType) call, string deed, string flags, string furtherCondition, Effect effect) =>
        new($"{deed} by {call.Trigger}")
        {
            Condition = $"evt.type={call.EventType} and fd.name={{dir}}/target{furtherCondition}",
            Trigger = [call.Trigger, flags, "{dir}/target"],
            NearMiss = [call.Trigger, flags, "{dir}/other"],
            Effect = effect,
        };
}
