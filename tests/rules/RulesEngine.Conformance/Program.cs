using System.Diagnostics;
using RulesEngine.Conformance;

// Compares this engine with recorded answers of Falco, part by part:
//   RulesEngine.Conformance [--corpus DIR] [--show N] [part ...]
// CORPUS and ONLY (parts, comma-separated) in the environment say the same; CORPUS_BASE names one capture to stay with.
// Exit code 1 when a part falls below its floor or an exclusion no longer holds.
var root = WorkingTree.Root;
var corpus = Variable("CORPUS") is { Length: > 0 } set ? set : Path.Combine(root, "../shared/corpus");
var only = Variable("ONLY").Split(',', StringSplitOptions.RemoveEmptyEntries).ToList();
var shown = 10;
for (var i = 0; i < args.Length; i++)
{
    switch (args[i])
    {
        case "--corpus": corpus = args[++i]; break;
        case "--show": shown = int.Parse(args[++i], null); break;
        default: only.Add(args[i]); break;
    }
}

if (!Directory.Exists(corpus))
{
    Console.Error.WriteLine($"no corpus at {corpus}: set CORPUS or --corpus");
    return 2;
}

var unknown = only.Except(Parts.All.Select(part => part.Name)).ToList();
if (unknown.Count > 0)
{
    var known = string.Join(", ", Parts.All.Select(part => part.Name));
    Console.Error.WriteLine($"no part {string.Join(", ", unknown)}; parts: {known}");
    return 2;
}

var exclusions = Exclusions.Load(Path.Combine(root, "compat/conformance/exclusions.yaml"));
var floors = FlatYaml.ReadNumbers(Path.Combine(root, "compat/conformance/floors.yaml"));
var failed = false;
foreach (var part in Parts.All.Where(part => only.Count == 0 || only.Contains(part.Name)))
{
    var report = new Report(part.Name, exclusions, shown);
    var watch = Stopwatch.StartNew();
    part.Run(corpus, report);
    report.Print(Console.Out);
    Console.Error.WriteLine($"  {part.Name} took {watch.ElapsedMilliseconds} ms");
    if (!Narrowing.IsActive && report.Passed < floors.GetValueOrDefault(part.Name))
    {
        Console.WriteLine($"  {part.Name} is below its floor of {floors[part.Name]}");
        failed = true;
    }

    foreach (var id in report.PassedThoughExcluded)
    {
        Console.WriteLine($"  {part.Name} {id} is excluded and passes: remove the exclusion");
        failed = true;
    }

    foreach (var entry in exclusions.Unused(part.Name).Where(_ => !Narrowing.IsActive))
    {
        Console.WriteLine($"  {part.Name} {entry.Id} is excluded and there is no such case");
        failed = true;
    }
}

return failed ? 1 : 0;

static string Variable(string name) => Environment.GetEnvironmentVariable(name) ?? "";
