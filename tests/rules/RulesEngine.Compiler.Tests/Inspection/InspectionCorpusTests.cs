using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using RulesEngine.Compiler.Loading;
using RulesEngine.Compiler.Tests.Corpus;
using RulesEngine.Syntax.Diagnostics;

namespace RulesEngine.Compiler.Tests.Inspection;

/// <summary>What a check claims of conditions, beside the events that Falco found them to match.</summary>
public sealed partial class InspectionCorpusTests
{
    private static readonly string Corpus = Path.Combine(CorpusCases.Root, "../../../../shared/corpus");

    [Theory]
    [InlineData("live_syscalls")]
    [InlineData("synthetic_scenario")]
    public void What_is_said_to_never_hold_or_to_be_hidden_is_so_on_recorded_events(string capture)
    {
        var file = Path.Combine(Corpus, "conditions", capture + ".jsonl.gz");
        Assert.SkipUnless(File.Exists(file), "the corpus ../shared/corpus is not here");
        var cases = Read(file).ToList();
        var rules = new StringBuilder();
        foreach (var (index, (condition, _)) in cases.Index())
            rules.Append($"- {{rule: c{index}, desc: d, output: o, priority: INFO, condition: {JsonSerializer.Serialize(condition)}}}\n");
        var set = RuleSetLoader.Load(
            [new RuleFile("r.yaml", Encoding.UTF8.GetBytes(rules.ToString()))], new LoadOptions { StopAtFirstError = false });

        var never = set.Diagnostics.Where(diagnostic => diagnostic.Kind == Catalog.NeverHolds).Select(diagnostic => diagnostic.Line - 1).ToList();
        Assert.All(never, index => Assert.True(cases[index].Matches.Count == 0, cases[index].Condition));

        var hidden = set.Diagnostics.Where(diagnostic => diagnostic.Kind == Catalog.RuleHidden)
            .Select(diagnostic => Names().Matches(diagnostic.Title)).ToList();
        Assert.All(hidden, names =>
        {
            var (later, earlier) = (cases[int.Parse(names[0].Groups[1].Value)], cases[int.Parse(names[1].Groups[1].Value)]);
            Assert.True(later.Matches.IsSubsetOf(earlier.Matches), $"{later.Condition} is not hidden by {earlier.Condition}");
        });
        Assert.True(never.Count > 5 && hidden.Count > 20, $"only {never.Count} and {hidden.Count} found");
    }

    private static IEnumerable<(string Condition, HashSet<long> Matches)> Read(string path)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        while (reader.ReadLine() is { } line)
        {
            using var json = JsonDocument.Parse(line);
            if (json.RootElement.TryGetProperty("matches", out var matches) && !json.RootElement.TryGetProperty("runtime_error", out _))
            {
                yield return (json.RootElement.GetProperty("condition").GetString()!,
                    [.. matches.EnumerateArray().Select(match => match.GetInt64())]);
            }
        }
    }

    [GeneratedRegex(@"`c(\d+)`")]
    private static partial Regex Names();
}
