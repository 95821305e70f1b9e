using RulesEngine.Compat.Scap;
using RulesEngine.Runtime.State;

namespace RulesEngine.Runtime.Tests.Matching;

/// <summary>
/// The recorded captures beside the repository, and the rules that Falco ships; tests skip where they are absent.
/// </summary>
internal static class Captures
{
    /// <summary>The folder of recorded answers, or a skipped test.</summary>
    public static string Corpus
    {
        get
        {
            if (!Directory.Exists(WorkingTree.Corpus))
                Assert.Skip("the recorded answers (../shared/corpus) are not here");
            return WorkingTree.Corpus;
        }
    }

    public static IEnumerable<string> Names =>
        Directory.GetFiles(Path.Combine(Corpus, "captures"), "*.scap").Select(Path.GetFileNameWithoutExtension)
            .Order(StringComparer.Ordinal)!;

    /// <summary>Plays a capture and hands over each event that rules see.</summary>
    public static void Play(string name, Action<EventContext> handle)
    {
        using var reader = CaptureReader.Open(Path.Combine(Corpus, "captures", name + ".scap"));
        var state = new EngineState();
        var machine = new StateMachine(state);
        var context = new EventContext(state);
        var status = reader.ReadTables(machine);
        while (status == CaptureStatus.Success)
        {
            while ((status = reader.ReadEvent(context)) == CaptureStatus.Success)
            {
                if (machine.Process(context, reader.IsStateOnly))
                    handle(context);
            }

            if (status == CaptureStatus.NewSection)
                status = reader.ReadTables(machine);
        }

        Assert.Equal(CaptureStatus.EndOfFile, status);
    }
}
