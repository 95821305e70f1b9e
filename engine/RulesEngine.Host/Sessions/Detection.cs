using RulesEngine.Host.Rules;
using RulesEngine.Runtime.State;

namespace RulesEngine.Host.Sessions;

/// <summary>
/// The last step of an event's way: which rules it matches, and an alert for each. It receives events whose state is
/// known and runs on the thread that follows the state.
/// </summary>
internal sealed class Detection(ActiveRules rules, RuleAlerts alerts)
{
    private readonly int[] _matches = new int[Math.Max(1, rules.Index.RuleCount)];

    public void Run(EventContext context)
    {
        var count = rules.Index.Match(context, alerts.Matching, _matches);
        for (var i = 0; i < count; i++)
            alerts.Raise(rules.Detected[_matches[i]], context, enforcement: null);
    }
}
