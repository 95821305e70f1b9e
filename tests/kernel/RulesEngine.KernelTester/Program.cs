using System.Collections.Immutable;
using RulesEngine.KernelTester;
using RulesEngine.KernelTester.Engines;
using RulesEngine.KernelTester.Model;
using RulesEngine.KernelTester.Randomised;
using RulesEngine.KernelTester.Running;
using RulesEngine.KernelTester.Scenarios;

// Runs inside the guest.
if (Options.Parse(args) is not { } options)
{
    Console.Error.WriteLine("kernel-tester JOB-FOLDER RESULTS.jsonl [--engine guard|executable] [--only WORDS] [--cases N] [--seed N]");
    return 2;
}

// The trigger is copied to where scenarios can link it under other names.
Directory.CreateDirectory(Workspace.Parent);
var trigger = Path.Combine(Workspace.Parent, "trigger");
File.Copy(options.TriggerSource, trigger, overwrite: true);
var scenarios = EnforcementScenarios.All.Concat(RuleScenarios.All)
    .Where(scenario => scenario.Name.Contains(options.Only, StringComparison.Ordinal))
    .ToImmutableArray();
ImmutableArray<WatchScenario> Chosen(ImmutableArray<WatchScenario> all) =>
    [.. all.Where(scenario => WatchSuite.Claim(scenario).Contains(options.Only, StringComparison.Ordinal))];

using var results = new ResultFile(options.Results, options.Executable ? "executable" : "kernel side");
if (options.Executable)
{
    using var engine = new ExecutableEngine(options.ExecutablePath, trigger);
    if (scenarios.Length > 0)
        new Suite(scenarios, trigger).Run(engine, results);
    foreach (var watches in new[] { Chosen(WatchScenarios.Calls), Chosen(WatchScenarios.Opens) }.Where(watches => watches.Length > 0))
        new WatchSuite(watches, trigger).Run(engine, results);
    if (options.Only.Length == 0)
        new LifecycleTest(engine, options.ExecutablePath, trigger).Run(results);
}
else
{
    using var engine = new KernelGuardEngine(options.ObjectPath, trigger);
    if (scenarios.Length > 0)
        new Suite(scenarios, trigger).Run(engine, results);
    if (options.Cases > 0 && options.Only.Length == 0)
        new RandomisedTest(options.Seed, options.Cases, trigger).Run(engine, results);
}

return results.Failed == 0 ? 0 : 1;
