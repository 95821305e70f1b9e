using System.Collections.Immutable;
using System.IO.Compression;
using System.Text.Json;
using RulesEngine.Compiler.Checking;
using RulesEngine.Compiler.Indexing;
using RulesEngine.Syntax.Grammar;

namespace RulesEngine.Runtime.Tests.Matching;

/// <summary>The conditions that Falco was asked on a capture, checked; those that it refuses to answer are left out.</summary>
internal static class RecordedConditions
{
    /// <summary>The conditions recorded for a capture, or a skipped test.</summary>
    public static ImmutableArray<MatchRule> Load(string capture)
    {
        var path = Path.Combine(Captures.Corpus, "conditions", capture + ".jsonl.gz");
        if (!File.Exists(path))
            Assert.Skip($"no conditions are recorded for {capture}");
        ImmutableArray<MatchRule> rules = [.. Read(path)];
        Assert.True(rules.Length > 100);
        return rules;
    }

    private static IEnumerable<MatchRule> Read(string path)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        while (reader.ReadLine() is { } line)
        {
            using var document = JsonDocument.Parse(line);
            if (!document.RootElement.TryGetProperty("matches", out _)
                || document.RootElement.TryGetProperty("runtime_error", out _)
                || document.RootElement.TryGetProperty("crash", out _))
                continue;
            var text = document.RootElement.GetProperty("condition").GetString()!;
            // Comparing host names may stop evaluation with an error, plainly as well as in the index.
            if (text.Contains("ip.name", StringComparison.Ordinal))
                continue;
            var parsed = ConditionParser.Parse(text);
            var check = ConditionChecker.Check(parsed.Expression!, CheckOptions.Default);
            if (check.Condition is { } condition)
                yield return new MatchRule(condition, check.EventCodes);
        }
    }
}
