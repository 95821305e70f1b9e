using RulesEngine.Compat.Scap;
using RulesEngine.Compiler.Loading;
using RulesEngine.Runtime.State;

namespace RulesEngine.Bench;

/// <summary>
/// The stock rules and the captures, which are not part of the tree: <c>CORPUS</c> or <c>../shared/corpus</c>.
/// </summary>
internal static class Corpus
{
    private static readonly string[] StockFiles =
        ["falco_rules.yaml", "falco-incubating_rules.yaml", "falco-sandbox_rules.yaml"];

    public static string Folder { get; } = Environment.GetEnvironmentVariable("CORPUS") is { Length: > 0 } set
        ? set
        : Path.Combine(FindRoot(), "../shared/corpus");

    public static RuleFile[] StockRules() =>
        [.. StockFiles.Select(name => new RuleFile(name, File.ReadAllBytes(Path.Combine(Folder, "rules", name))))];

    /// <summary>Plays a capture through the state machine; returns the number of events that rules see.</summary>
    public static int Play(string capture, Action<EventContext> handle)
    {
        using var reader = CaptureReader.Open(Path.Combine(Folder, "captures", capture + ".scap"));
        var state = new EngineState();
        var machine = new StateMachine(state);
        var context = new EventContext(state);
        var events = 0;
        var status = reader.ReadTables(machine);
        while (status == CaptureStatus.Success)
        {
            while ((status = reader.ReadEvent(context)) == CaptureStatus.Success)
            {
                if (machine.Process(context, reader.IsStateOnly))
                {
                    events++;
                    handle(context);
                }
            }

            if (status == CaptureStatus.NewSection)
            {
                status = reader.ReadTables(machine);
            }
        }

        return status == CaptureStatus.EndOfFile
            ? events
            : throw new InvalidDataException($"{capture}: {reader.Error}");
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "RulesEngine.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("RulesEngine.sln is in no folder above " + AppContext.BaseDirectory);
    }
}
