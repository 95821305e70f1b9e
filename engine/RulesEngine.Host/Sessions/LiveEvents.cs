using RulesEngine.Host.Rules;
using RulesEngine.Runtime.Events;

namespace RulesEngine.Host.Sessions;

/// <summary>Which events have to leave the kernel for a rule set: those that processes' state needs, and those that detecting rules name.</summary>
internal static class LiveEvents
{
    public static EventCodeSet Needed(ActiveRules rules) =>
        rules.Detected.Aggregate(OfProcesses, (codes, rule) => codes.Union(rule.EventCodes));

    private static readonly EventCodeSet OfProcesses = EventCodeSet.Of(
        [EventCodes.CloneExit, EventCodes.ExecveExit, EventCodes.ProcExit]);
}
