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

using var results = new ResultFile(options.Results, options.Executable ? "executable" : "kernel side");
if (options.Executable)
{
    using var engine = new ExecutableEngine(options.ExecutablePath, trigger);
    new Suite(scenarios, trigger).Run(engine, results);
    new LifecycleTest(engine, options.ExecutablePath, trigger).Run(results);
}
else
{
    using var engine = new KernelGuardEngine(options.ObjectPath, trigger);
    new Suite(scenarios, trigger).Run(engine, results);
    if (options.Cases > 0)
        new RandomisedTest(options.Seed, options.Cases, trigger).Run(engine, results);
}

return results.Failed == 0 ? 0 : 1;
