using System.Globalization;
using RulesEngine.Fuzz;

// Feeds damaged and made-up input to every reader:
//   RulesEngine.Fuzz [target ...]
//   RulesEngine.Fuzz damage        every capture of the corpus cut and changed, the same each time; once, not for a time
// FUZZ_SECONDS (60) is the time for each, FUZZ_INPUTS a number of inputs instead, FUZZ_SEED repeats a run. An input that
// throws or takes longer than a second is kept under build/fuzz, and the exit code is 1.
if (args is ["damage"])
{
    return new DamageRun(new CaptureTarget()).Run(Console.Out) == 0 ? 0 : 1;
}

var limits = new FuzzLimits(
    (int)(Number("FUZZ_SEED") ?? Random.Shared.Next()), (int)(Number("FUZZ_SECONDS") ?? 60), Number("FUZZ_INPUTS"));
IFuzzTarget[] targets = [new ConditionTarget(), new RulesFileTarget(), new RuleTestTarget(), new CaptureTarget()];
var sound = true;
foreach (var target in targets.Where(target => args.Length == 0 || args.Contains(target.Name)))
{
    if (target.Seeds.Count == 0)
        Console.WriteLine($"{target.Name}: skipped, there are no inputs to start from");
    else
        sound &= new FuzzRun(target, limits).Run();
}

return sound ? 0 : 1;

static long? Number(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text
    ? long.Parse(text, CultureInfo.InvariantCulture)
    : null;
