using RulesEngine.Compat.Scap;
using RulesEngine.Runtime.State;

namespace RulesEngine.Conformance;

/// <summary>Plays a capture through the state machine and hands over each event that rules would see.</summary>
internal static class CaptureReplay
{
    /// <summary>The captures that have answers in a folder of the corpus, by name.</summary>
    public static IReadOnlyList<string> Names(string corpus, string folder) =>
        [.. Directory.GetFiles(Path.Combine(corpus, "captures"), "*.scap")
            .Select(path => Path.GetFileNameWithoutExtension(path))
            .Where(Narrowing.Includes)
            .Where(name => File.Exists(Path.Combine(corpus, folder, name + ".jsonl.gz")))
            .Order(StringComparer.Ordinal)];

    /// <summary>Calls <paramref name="handle"/> for each event; throws when the capture cannot be read.</summary>
    public static void Run(string corpus, string name, Action<EventContext> handle, bool inBase64 = false)
    {
        using var reader = CaptureReader.Open(Path.Combine(corpus, "captures", name + ".scap"));
        var state = new EngineState();
        var machine = new StateMachine(state);
        var context = new EventContext(state) { PrintsBuffersInBase64 = inBase64 };
        var status = reader.ReadTables(machine);
        while (status == CaptureStatus.Success)
        {
            while ((status = reader.ReadEvent(context)) == CaptureStatus.Success)
            {
                if (machine.Process(context, reader.IsStateOnly)) handle(context);
            }

            if (status == CaptureStatus.NewSection) status = reader.ReadTables(machine);
        }

        if (status != CaptureStatus.EndOfFile) throw new InvalidDataException($"{name}: {reader.Error}");
    }
}
