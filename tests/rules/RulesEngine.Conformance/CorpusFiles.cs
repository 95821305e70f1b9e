using System.IO.Compression;
using System.Text.Json;

namespace RulesEngine.Conformance;

/// <summary>Lines of the corpus as JSON, unpacked on the way where the name ends in <c>.gz</c>.</summary>
internal static class CorpusFiles
{
    public static IEnumerable<JsonElement> ReadLines(string path)
    {
        using var file = File.OpenRead(path);
        using Stream stream = path.EndsWith(".gz", StringComparison.Ordinal)
            ? new GZipStream(file, CompressionMode.Decompress)
            : file;
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            using var document = JsonDocument.Parse(line);
            yield return document.RootElement.Clone();
        }
    }
}
