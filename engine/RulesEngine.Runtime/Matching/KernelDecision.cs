using System.Numerics;

namespace RulesEngine.Runtime.Matching;

/// <summary>
/// The kernel's decision in plain C#: the slow twin of <c>bpf/lib/match.h</c> and <c>act.h</c>. Tests compare it with
/// plain evaluation of conditions on one side and with verdicts of real kernels on the other; the engine itself never
/// calls it per event.
/// </summary>
/// <param name="Verdict">What happens to the operation.</param>
/// <param name="Errno">The error the caller sees, 0 when the operation proceeds.</param>
/// <param name="Clause">The clause that decided, −1 when none stands.</param>
/// <param name="Rule">The name of its rule, null when none stands.</param>
public readonly record struct KernelDecision(KernelVerdict Verdict, int Errno, int Clause, string? Rule)
{
    /// <summary>Decides on one view of an operation.</summary>
    public static KernelDecision Evaluate(KernelPolicy policy, KernelSubject subject) =>
        Decide(policy, Standing(policy, subject));

    /// <summary>The clauses left standing: the AND of what each dimension in use says about its value.</summary>
    public static ulong[] Standing(KernelPolicy policy, KernelSubject subject)
    {
        var standing = new ulong[KernelLimits.VectorWords];
        for (var clause = 0; clause < policy.Clauses.Length; clause++)
            standing[clause >> 6] |= 1UL << (clause & 63);
        foreach (var dimension in policy.Dimensions)
        {
            var vector = Select(policy, dimension, subject.KeyOf(dimension.Dimension));
            for (var word = 0; word < standing.Length; word++)
                standing[word] &= vector[word];
        }

        return standing;
    }

    /// <summary>
    /// What the standing clauses add up to. Where an operation has two views (the path as spelled and as resolved), the
    /// caller ORs their standing clauses first.
    /// </summary>
    public static KernelDecision Decide(KernelPolicy policy, ReadOnlySpan<ulong> standing)
    {
        if (Lowest(standing, policy.KillMask, policy.MonitorMask, monitored: false) is >= 0 and var kill)
            return Of(policy, KernelVerdict.Kill, kill);
        if (Lowest(standing, policy.DenyMask, policy.MonitorMask, monitored: false) is >= 0 and var deny)
            return Of(policy, KernelVerdict.Deny, deny);
        if (Lowest(standing, policy.KillMask, policy.MonitorMask, monitored: true) is >= 0 and var wouldKill)
            return Of(policy, KernelVerdict.WouldKill, wouldKill);
        if (Lowest(standing, policy.DenyMask, policy.MonitorMask, monitored: true) is >= 0 and var wouldDeny)
            return Of(policy, KernelVerdict.WouldDeny, wouldDeny);
        return new KernelDecision(KernelVerdict.Allow, 0, -1, null);
    }

    private static KernelDecision Of(KernelPolicy policy, KernelVerdict verdict, int clause)
    {
        var refused = verdict is KernelVerdict.Deny or KernelVerdict.Kill;
        return new KernelDecision(
            verdict, refused ? policy.Clauses[clause].Errno : 0, clause,
                policy.Rules[policy.Clauses[clause].RuleIndex]);
    }

    private static int Lowest(ReadOnlySpan<ulong> standing, ulong[] wanted, ulong[] monitor, bool monitored)
    {
        for (var word = 0; word < standing.Length; word++)
        {
            var bits = standing[word] & wanted[word] & (monitored ? monitor[word] : ~monitor[word]);
            if (bits != 0)
                return (word << 6) + BitOperations.TrailingZeroCount(bits);
        }

        return -1;
    }

    private static ulong[] Select(KernelPolicy policy, KernelDefaults dimension, byte[]? key)
    {
        if (key is null)
            return dimension.Missing;
        KernelEntry? longest = null;
        foreach (var entry in policy.Entries)
        {
            if (entry.Dimension == dimension.Dimension && (longest is null || entry.PrefixBits > longest.PrefixBits)
                && DimensionKeys.Covers(entry.Key, entry.PrefixBits, key))
                longest = entry;
        }

        return longest?.Vector ?? dimension.Default;
    }
}

/// <summary>What the kernel does with an operation.</summary>
public enum KernelVerdict : byte
{
    /// <summary>No clause stands.</summary>
    Allow = 0,

    /// <summary>A rule in monitor mode would have refused it.</summary>
    WouldDeny = 1,

    /// <summary>A rule in monitor mode would have killed the process.</summary>
    WouldKill = 2,

    /// <summary>Refused with an errno.</summary>
    Deny = 3,

    /// <summary>Refused, and the process is killed.</summary>
    Kill = 4,
}
