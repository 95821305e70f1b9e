using System.Collections.Immutable;
using RulesEngine.KernelTester.Engines;
using RulesEngine.KernelTester.Model;
using RulesEngine.KernelTester.Running;
using RulesEngine.KernelTester.Scenarios;

// Runs inside the guest: kernel-tester JOB-FOLDER RESULTS.jsonl [words that a scenario's name must hold].
if (args.Length is < 2 or > 3)
{
    Console.Error.WriteLine("kernel-tester JOB-FOLDER RESULTS.jsonl [WORDS]");
    return 2;
}

// The trigger is copied to where scenarios can link it under other names.
Directory.CreateDirectory(Workspace.Parent);
var trigger = Path.Combine(Workspace.Parent, "trigger");
File.Copy(Path.Combine(args[0], "trigger"), trigger, overwrite: true);
var words = args.Length > 2 ? args[2] : "";
var scenarios = EnforcementScenarios.All.Concat(RuleScenarios.All)
    .Where(scenario => scenario.Name.Contains(words, StringComparison.Ordinal))
    .ToImmutableArray();

using var results = new ResultFile(args[1]);
new Suite(scenarios, trigger).Run(() => new ExecutableEngine(Path.Combine(args[0], "rulesengine"), trigger), results);
return results.Failed == 0 ? 0 : 1;
