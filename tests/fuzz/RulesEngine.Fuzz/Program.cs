using System.Diagnostics;
using System.Globalization;
using RulesEngine.Fuzz;

// Feeds damaged input to every reader:
//   RulesEngine.Fuzz [target ...]
// FUZZ_SECONDS (60) is the time for each, FUZZ_SEED repeats a run. An input that throws or takes longer than a few
// seconds is kept under build/fuzz, and the exit code is 1.
const int slowSeconds = 5;
var seconds = int.Parse(Environment.GetEnvironmentVariable("FUZZ_SECONDS") ?? "60", CultureInfo.InvariantCulture);
var seed = int.Parse(
    Environment.GetEnvironmentVariable("FUZZ_SEED") ?? $"{Random.Shared.Next()}", CultureInfo.InvariantCulture);
IFuzzTarget[] targets = [new ConditionTarget(), new RulesFileTarget(), new CaptureTarget()];
var kept = Path.Combine(Inputs.Root, "build/fuzz");
var failed = false;
foreach (var target in targets.Where(target => args.Length == 0 || args.Contains(target.Name)))
{
    if (target.Seeds.Count == 0)
    {
        Console.WriteLine($"{target.Name}: skipped, there are no inputs to start from");
        continue;
    }

    var mutator = new Mutator(new Random(seed), target);
    var watch = Stopwatch.StartNew();
    var count = 0;
    var bad = 0;
    for (; watch.Elapsed.TotalSeconds < seconds; count++)
    {
        var input = mutator.Next();
        var started = watch.Elapsed;
        var problem = Try(target, input);
        if (problem is null && (watch.Elapsed - started).TotalSeconds > slowSeconds)
        {
            problem = $"took {(watch.Elapsed - started).TotalSeconds:F1} s";
        }

        if (problem is not null && bad++ < 10)
        {
            Directory.CreateDirectory(kept);
            var path = Path.Combine(kept, $"{target.Name}-{seed}-{count}.bin");
            File.WriteAllBytes(path, input);
            Console.WriteLine($"{target.Name}: {path}: {problem}");
        }
    }

    failed |= bad > 0;
    Console.WriteLine($"{target.Name}: {count} inputs, {bad} bad, seed {seed}");
}

return failed ? 1 : 0;

static string? Try(IFuzzTarget target, byte[] input)
{
    try
    {
        target.Read(input);
        return null;
    }
    catch (Exception problem)
    {
        return problem.ToString();
    }
}
