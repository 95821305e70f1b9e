using RulesEngine.Compiler.Resolving;
using RulesEngine.Host.Rules;

namespace RulesEngine.Host.Sessions;

/// <summary>
/// The rule sets that records may speak of while one replaces another: the kernel numbers generations in turn, and
/// records of the old one are still in the ring when the new one is in force. Written by the reloading thread, read by
/// the ring's.
/// </summary>
internal sealed class LiveRules
{
    private readonly Lock _lock = new();
    private readonly ActiveRules?[] _byGeneration = new ActiveRules?[2];
    private readonly RuleAlerts _alerts;
    private int _generation;
    private volatile Detection _detection;

    /// <param name="first">The rules in force.</param>
    /// <param name="generation">The kernel's number for them, 0 or 1.</param>
    /// <param name="alerts">Where matches go.</param>
    public LiveRules(ActiveRules first, int generation, RuleAlerts alerts)
    {
        _alerts = alerts;
        _generation = generation;
        _byGeneration[generation] = first;
        _detection = new Detection(first, alerts);
    }

    public Detection Current => _detection;

    /// <summary>These rules are about to come into force under the other number: records of it are theirs from now on.</summary>
    public void Announce(ActiveRules next)
    {
        lock (_lock)
            _byGeneration[1 - _generation] = next;
    }

    /// <summary>What was announced is in force.</summary>
    public void Commit()
    {
        lock (_lock)
        {
            _generation = 1 - _generation;
            _detection = new Detection(_byGeneration[_generation]!, _alerts);
        }
    }

    /// <summary>The rule that a record's numbers stand for, or null.</summary>
    public CheckedRule? Judge(uint generation, int rule)
    {
        lock (_lock)
        {
            return generation < 2 && _byGeneration[generation] is { } rules && rule < rules.Enforced.Length
                ? rules.Enforced[rule]
                : null;
        }
    }
}
