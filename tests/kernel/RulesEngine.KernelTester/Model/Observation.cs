namespace RulesEngine.KernelTester.Model;

/// <summary>What one run of a trigger looked like from outside.</summary>
/// <param name="Line">What it printed: <c>OK n</c>, <c>ERR NAME</c>, or nothing when it died before.</param>
/// <param name="Killed">Whether SIGKILL ended it.</param>
/// <param name="EffectThere">Whether the effect was there afterwards.</param>
internal sealed record Observation(string Line, bool Killed, bool EffectThere)
{
    public bool Succeeded => Line.StartsWith("OK ", StringComparison.Ordinal);

    public override string ToString() =>
        $"{(Killed ? "killed" : Line.Length == 0 ? "silent" : Line)}, effect {(EffectThere ? "there" : "absent")}";
}

/// <summary>An alert of the engine.</summary>
/// <param name="Rule">The rule's name.</param>
/// <param name="Verdict">denied, killed, would_deny, would_kill or allowed; empty where the alert has no such part.</param>
/// <param name="Errno">The error the caller saw, by name.</param>
/// <param name="Output">The alert's text, empty where there is none.</param>
internal sealed record AlertSeen(string Rule, string Verdict, string? Errno, string Output = "");
