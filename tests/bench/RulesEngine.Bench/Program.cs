using BenchmarkDotNet.Running;
using RulesEngine.Bench;

// Times the pieces: what a user waits for at load, and what every event pays. Arguments are BenchmarkDotNet's
// (--list flat, --filter '*Match*'); without any, everything runs.
if (!Directory.Exists(Corpus.Folder))
{
    Console.Error.WriteLine($"no corpus at {Corpus.Folder}: set CORPUS");
    return 2;
}

BenchmarkSwitcher.FromAssembly(typeof(Corpus).Assembly).Run(args.Length > 0 ? args : ["--filter", "*"], new BenchConfig());
return 0;
