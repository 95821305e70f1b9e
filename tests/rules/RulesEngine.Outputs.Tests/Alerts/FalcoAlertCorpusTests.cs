using RulesEngine.Outputs.Alerts;
using RulesEngine.Outputs.Tests.Support;

namespace RulesEngine.Outputs.Tests.Alerts;

/// <summary>Takes every alert that the real Falco wrote apart and writes it again: the bytes must be the same.</summary>
public sealed class FalcoAlertCorpusTests
{
    [Fact]
    public void Every_json_alert_of_falco_is_written_again_byte_for_byte()
    {
        var alerts = 0;
        foreach (var file in Files("*.jsonl*"))
        {
            var options = OptionsOf(file);
            foreach (var expected in Corpus.Lines(file))
            {
                Assert.Equal(expected, SampleAlerts.Json(SampleAlerts.FromFalco(expected), options));
                alerts++;
            }
        }

        Assert.True(alerts > 1000, $"only {alerts} alerts found");
    }

    [Fact]
    public void Every_line_of_falco_follows_from_its_json_twin()
    {
        var alerts = 0;
        foreach (var file in Files("*.jsonl*"))
        {
            var twin = TextTwin(file);
            if (twin is null || file.Contains(".nooutput.", StringComparison.Ordinal))
                continue;
            foreach (var (json, text) in Corpus.Lines(file).Zip(Corpus.Lines(twin)))
            {
                // Durations reach to the moment of the run, and the two files are two runs.
                if (text.Contains("duration", StringComparison.Ordinal))
                    continue;
                Assert.Equal(text, SampleAlerts.Line(SampleAlerts.FromFalco(json)));
                alerts++;
            }
        }

        Assert.True(alerts > 1000, $"only {alerts} alerts found");
    }

    private static IEnumerable<string> Files(string pattern) =>
        Directory.EnumerateFiles(Corpus.AlertsFolderOrSkip(), pattern)
            .Where(file => !Path.GetFileName(file).StartsWith("index.", StringComparison.Ordinal));

    private static string? TextTwin(string file)
    {
        var stem = file[..file.IndexOf(".jsonl", StringComparison.Ordinal)];
        return new[] { stem + ".txt", stem + ".txt.gz" }.FirstOrDefault(File.Exists);
    }

    private static AlertJsonOptions OptionsOf(string file)
    {
        var name = Path.GetFileName(file);
        return new AlertJsonOptions
        {
            IncludeMessage = name.Contains(".message.", StringComparison.Ordinal),
            IncludeOutput = !name.Contains(".nooutput.", StringComparison.Ordinal),
            IncludeOutputFields = !name.Contains(".nofields.", StringComparison.Ordinal),
            IncludeTags = !name.Contains(".notags.", StringComparison.Ordinal),
        };
    }
}
