using System.IO.Compression;
using System.Text;

namespace RulesEngine.Outputs.Tests.Support;

/// <summary>Finds and reads the recorded answers of the real Falco, which lie beside the repository.</summary>
internal static class Corpus
{
    public static string AlertsFolderOrSkip()
    {
        var folder = Path.Combine(WorkingTree.Corpus, "alerts");
        Assert.SkipUnless(Directory.Exists(folder), "the corpus ../shared/corpus is not on this machine");
        return folder;
    }

    public static IEnumerable<string> Lines(string file)
    {
        using var raw = File.OpenRead(file);
        using Stream stream = file.EndsWith(".gz", StringComparison.Ordinal)
            ? new GZipStream(raw, CompressionMode.Decompress)
            : raw;
        using var reader = new StreamReader(stream, new UTF8Encoding(false));
        while (reader.ReadLine() is { } line)
            yield return line;
    }
}
