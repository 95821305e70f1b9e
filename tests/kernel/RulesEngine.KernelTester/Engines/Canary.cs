using System.Collections.Concurrent;
using System.Globalization;
using RulesEngine.KernelTester.Model;
using RulesEngine.KernelTester.Running;

namespace RulesEngine.KernelTester.Engines;

/// <summary>
/// A rule of the tester's own, added to each load on a file of its own: once opening the file is refused, that load is in
/// force; once as many alerts about it have arrived as there were refusals, the alerts of everything before have arrived
/// too, as they come in order.
/// </summary>
internal sealed class Canary(string folder, string trigger) : IDisposable
{
    private const string RuleName = "canary";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly BlockingCollection<AlertSeen> _alerts = [];
    private int _loads;
    private int _refused;
    private int _reported;

    private string FilePath => Path.Combine(folder, "canary-" + _loads.ToString(CultureInfo.InvariantCulture));

    /// <summary>The rules with the canary of the next load in front.</summary>
    public string AddTo(string rules)
    {
        _loads++;
        Directory.CreateDirectory(folder);
        File.WriteAllText(FilePath, "");
        return $"""
            - rule: {RuleName}
              desc: Tells that the load is in force.
              condition: evt.type=openat and fd.name={FilePath}
              output: "%fd.name"
              priority: WARNING
              action: deny

            {rules}
            """;
    }

    /// <summary>Takes an alert as it arrives, from any thread.</summary>
    public void Add(AlertSeen alert) => _alerts.Add(alert);

    /// <summary>Whether the load of the last <see cref="AddTo"/> is in force.</summary>
    public bool IsInForce()
    {
        if (TriggerProcess.Run(trigger, ["openat", "read", FilePath]).Line != "ERR EPERM")
            return false;
        _refused++;
        return true;
    }

    /// <summary>Every alert of what was done before this call that was not taken yet.</summary>
    public List<AlertSeen> Fence()
    {
        if (!IsInForce())
            throw new InvalidOperationException("the rules are not in force any more");
        var taken = new List<AlertSeen>();
        while (_reported < _refused && _alerts.TryTake(out var alert, Patience))
        {
            if (alert.Rule == RuleName)
                _reported++;
            else
                taken.Add(alert);
        }

        return _reported == _refused ? taken : throw new TimeoutException("the canary's alert does not arrive");
    }

    public void Dispose() => _alerts.Dispose();
}
