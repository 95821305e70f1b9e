using RulesEngine.Bpf.Abi;
using RulesEngine.Runtime.Events;

namespace RulesEngine.Bpf;

/// <summary>The events to be made in addition to verdicts.</summary>
/// <param name="Codes">Their types.</param>
/// <param name="Skipped">Those among them that are not worth a record.</param>
public readonly record struct WatchedEvents(EventCodeSet Codes, ReSkip Skipped = ReSkip.None)
{
    /// <summary>All events of these types.</summary>
    public static implicit operator WatchedEvents(EventCodeSet codes) => new(codes);
}
