using System.Collections.Immutable;
using RulesEngine.KernelTester.Engines;
using RulesEngine.KernelTester.Model;

namespace RulesEngine.KernelTester.Running;

/// <summary>
/// Runs scenarios in three passes: every trigger without rules; the rules of all of them in force at once, every trigger
/// again; then judgement. One load for all keeps the guest's time where it belongs, since attaching and detaching cost
/// seconds under emulation, and is the harder test: no rule may touch another scenario's operation.
/// </summary>
internal sealed class Suite(ImmutableArray<Scenario> scenarios, string trigger)
{
    private readonly ImmutableArray<(Scenario Scenario, Workspace Workspace)> _runs =
        [.. scenarios.Select((scenario, number) => (scenario, new Workspace(number, trigger)))];

    /// <param name="engine">Not started yet: the controls run before its first load.</param>
    /// <param name="results">Takes a result per scenario.</param>
    public void Run(IEngineUnderTest engine, ResultFile results)
    {
        var controls = _runs.Select(run => TriggerProcess.Observe(run.Scenario, run.Workspace)).ToList();
        engine.Load(RulesFile.Write(_runs));
        var guarded = _runs.Select(run => TriggerProcess.Observe(run.Scenario, run.Workspace)).ToList();
        var alerts = engine.TakeAlerts().ToLookup(alert => alert.Rule);

        for (var i = 0; i < _runs.Length; i++)
        {
            var scenario = _runs[i].Scenario;
            var own = Enumerable.Range(0, scenario.Rules.Length).SelectMany(rule => alerts[scenario.RuleName(rule)]).ToList();
            if (Judge.Fault(scenario, controls[i], guarded[i], own) is { } fault)
                results.Fail(scenario.Name, fault);
            else
                results.Passed(scenario.Name);
        }
    }
}
