using System.Globalization;

namespace RulesEngine.KernelTester;

/// <summary>What the tester is told: <c>kernel-tester JOB-FOLDER RESULTS.jsonl [--engine guard|executable] [--only WORDS] [--cases N] [--seed N]</c>.</summary>
/// <param name="JobFolder">Where the executable, its BPF object and the trigger are.</param>
/// <param name="Results">The file that takes a line per result.</param>
internal sealed record Options(string JobFolder, string Results)
{
    /// <summary>Whether the real executable is tested; otherwise its parts in this process.</summary>
    public bool Executable { get; init; }

    /// <summary>Words that a scenario's name must hold.</summary>
    public string Only { get; init; } = "";

    /// <summary>Cases of the randomised test.</summary>
    public int Cases { get; init; } = 1000;

    public int Seed { get; init; } = 1;

    public string TriggerSource => Path.Combine(JobFolder, "trigger");

    public string ExecutablePath => Path.Combine(JobFolder, "rulesengine");

    public string ObjectPath => Path.Combine(JobFolder, "rulesengine.bpf.o");

    /// <summary>Null where the arguments make no sense.</summary>
    public static Options? Parse(string[] args)
    {
        if (args.Length < 2 || args.Length % 2 != 0)
            return null;
        var options = new Options(args[0], args[1]);
        for (var i = 2; i < args.Length && options is not null; i += 2)
        {
            options = args[i] switch
            {
                "--engine" => options with { Executable = args[i + 1] == "executable" },
                "--only" => options with { Only = args[i + 1] },
                "--cases" => options with { Cases = int.Parse(args[i + 1], CultureInfo.InvariantCulture) },
                "--seed" => options with { Seed = int.Parse(args[i + 1], CultureInfo.InvariantCulture) },
                _ => null,
            };
        }

        return options;
    }
}
