using System.Collections.Immutable;

namespace RulesEngine.Outputs.Alerts;

/// <summary>What was done about the operation that an alert reports.</summary>
public enum EnforcementVerdict
{
    /// <summary>The rule has an action, but nothing was blocked (the action is not a built-in one, or too late).</summary>
    Allowed,
    Denied,
    Killed,

    /// <summary>The rule is in monitor mode: the operation went on, it would have been denied.</summary>
    WouldDeny,
    WouldKill,
}

/// <summary>
/// The enforcement part of an alert, present exactly when its rule has an action, so that the alerts of plain
/// detection rules stay as Falco writes them.
/// </summary>
/// <param name="Actions">The rule's action words, as written: <c>deny</c>, <c>kill</c>, a plugin's action.</param>
/// <param name="Verdict">What became of the operation.</param>
/// <param name="Hook">The kernel hook that decided, or null where user space did.</param>
/// <param name="Errno">The error the caller saw, <c>EPERM</c>, or null when it saw none.</param>
/// <param name="Tier">The tier that the rule reached for this event: <c>inline</c>, <c>primed</c>, ...</param>
public sealed record Enforcement(
    ImmutableArray<string> Actions,
    EnforcementVerdict Verdict,
    string? Hook,
    string? Errno,
    string? Tier)
{
    /// <summary>The word alerts carry for <see cref="Verdict"/>, for example <c>would_deny</c>.</summary>
    public string VerdictWord => ToWord(Verdict);

    public static string ToWord(EnforcementVerdict verdict) => verdict switch
    {
        EnforcementVerdict.Allowed => "allowed",
        EnforcementVerdict.Denied => "denied",
        EnforcementVerdict.Killed => "killed",
        EnforcementVerdict.WouldDeny => "would_deny",
        EnforcementVerdict.WouldKill => "would_kill",
        _ => throw new ArgumentOutOfRangeException(nameof(verdict), verdict, null),
    };
}
