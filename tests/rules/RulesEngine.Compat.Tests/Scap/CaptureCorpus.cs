using System.IO.Compression;
using System.Text.Json;
using RulesEngine.Compat.Scap;
using RulesEngine.Runtime.State;

namespace RulesEngine.Compat.Tests.Scap;

/// <summary>The captures of the corpus and what Falco answered for them; tests skip where it is absent.</summary>
internal static class CaptureCorpus
{
    /// <summary>All captures; none where the corpus is absent.</summary>
    public static IEnumerable<string> Names() => !Directory.Exists(WorkingTree.Corpus)
        ? []
        : Directory.GetFiles(Path.Combine(WorkingTree.Corpus, "captures"), "*.scap").Select(Path.GetFileNameWithoutExtension)
            .Order(StringComparer.Ordinal)!;

    public static string CapturePath(string name) => Require(Path.Combine("captures", name + ".scap"));

    /// <summary>Falco's values of all fields, an object per event that rules see.</summary>
    public static IEnumerable<JsonElement> Fields(string capture)
    {
        using var file = File.OpenRead(Require(Path.Combine("fields", capture + ".jsonl.gz")));
        using var reader = new StreamReader(new GZipStream(file, CompressionMode.Decompress));
        while (reader.ReadLine() is { } line)
        {
            using var document = JsonDocument.Parse(line);
            yield return document.RootElement.Clone();
        }
    }

    /// <summary>Reads a capture and writes it again: its tables as the state holds them, then every event.</summary>
    public static byte[] Rewrite(Stream stream, CaptureCompression compression)
    {
        var machine = new StateMachine(new EngineState());
        var context = new EventContext(machine.State);
        using var reader = CaptureReader.Open(stream);
        var written = new MemoryStream();
        using (var writer = CaptureWriter.Create(written, compression))
        {
            Assert.Equal(CaptureStatus.Success, reader.ReadTables(machine));
            writer.WriteState(machine.State);
            while (reader.ReadEvent(context) == CaptureStatus.Success)
            {
                writer.WriteEvent(context.Event, reader.IsStateOnly);
            }
            Assert.Null(reader.Error);
        }
        return written.ToArray();
    }

    /// <summary>Replays a capture, calling back for every event that is for the rules.</summary>
    public static ReplayResult Replay(Stream stream, Action<EventContext>? onEvent = null)
    {
        using var player = CapturePlayer.Open(stream);
        var result = new ReplayResult();
        while (player.MoveNext())
        {
            result.Delivered++;
            if (!player.IsForRules) continue;
            result.ForRules++;
            onEvent?.Invoke(player.Event);
        }
        result.Raw = player.RawEvents;
        result.Error = player.Error;
        return result;
    }

    private static string Require(string path)
    {
        if (!Directory.Exists(WorkingTree.Corpus)) Assert.Skip("the corpus is not beside the repository (../shared/corpus)");
        return Path.Combine(WorkingTree.Corpus, path);
    }
}

/// <summary>What a replay came to.</summary>
internal sealed class ReplayResult
{
    public ulong Raw { get; set; }

    public int Delivered { get; set; }

    public int ForRules { get; set; }

    public CaptureStatus Status => Error is null ? CaptureStatus.EndOfFile : CaptureStatus.Damaged;

    public CaptureError? Error { get; set; }
}
