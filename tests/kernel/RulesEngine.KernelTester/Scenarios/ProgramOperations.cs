using RulesEngine.KernelTester.Model;

namespace RulesEngine.KernelTester.Scenarios;

/// <summary>Starting programs. A rule about execve speaks of the new program.</summary>
internal static class ProgramOperations
{
    public static IEnumerable<Operation> All =>
    [
        Start("exec", "a start of a program by execve"),
        Start("execveat", "a start of a program by execveat"),
        Start("exec-fd", "a start of a program by its descriptor"),
    ];

    private static Operation Start(string call, string deed) => new(deed)
    {
        Condition = "evt.type in (execve, execveat) and proc.exepath={dir}/program",
        Trigger = [call, "{dir}/program", "mark", "{dir}/ran"],
        NearMiss = [call, "{dir}/other", "mark", "{dir}/ran"],
        Effect = Effect.ProgramRan,
    };
}
