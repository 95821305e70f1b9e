using System.Text;
using System.Text.Json;
using RulesEngine.Compat.Describe;
using RulesEngine.Compat.Loading;
using RulesEngine.Compiler.Loading;

namespace RulesEngine.Conformance;

/// <summary>
/// Rules files validated with <c>-V</c>: exit code, standard output, log, the JSON form and the description of the rules.
/// A case passes when all of them are equal.
/// </summary>
internal sealed class LoaderPart : IConformancePart
{
    public string Name => "loader";

    public void Run(string corpus, Report report)
    {
        foreach (var line in CorpusFiles.ReadLines(Path.Combine(corpus, "loader", "cases.jsonl")))
        {
            var (expected, actual) = (Expected(line), Answer(line));
            report.Compare(line.GetProperty("id").GetString()!, expected, actual);
        }
    }

    private static string Expected(JsonElement line)
    {
        var text = new StringBuilder();
        text.Append("exit ").Append(line.GetProperty("exit").GetInt32()).Append('\n')
            .Append(line.GetProperty("stdout").GetString()).Append("-- log\n")
            .Append(line.GetProperty("log").GetString()).Append("-- json\n");
        if (line.TryGetProperty("json", out var json))
            text.Append(CanonicalJson.Print(json));
        text.Append("\n-- describe\n");
        if (line.TryGetProperty("describe", out var describe))
            text.Append(CanonicalJson.PrintUnordered(describe));
        return text.ToString();
    }

    private static string Answer(JsonElement line)
    {
        var files = line.GetProperty("files").EnumerateArray()
            .Select(file => new RuleFile(
                file.GetProperty("name").GetString()!, Encoding.UTF8.GetBytes(file.GetProperty("content").GetString()!)))
            .ToList();
        var options = new LoadOptions();
        var plain = RuleValidation.Run(files, options, asJson: false);
        var json = RuleValidation.Run(files, options, asJson: true, new DescribeRequest(null));

        var text = new StringBuilder();
        text.Append("exit ").Append(plain.ExitCode).Append('\n').Append(plain.StandardOutput).Append("-- log\n");
        foreach (var entry in plain.LogLines)
            text.Append(entry).Append('\n');
        if (plain.ErrorLine is { } error)
            text.Append(error).Append('\n');
        text.Append("-- json\n");
        using var document = json.StandardOutput.Length == 0 ? null : JsonDocument.Parse(json.StandardOutput);
        if (document is not null)
            text.Append(CanonicalJson.Print(document.RootElement, without: "falco_describe_results"));
        text.Append("\n-- describe\n");
        if (document is not null && document.RootElement.TryGetProperty("falco_describe_results", out var describe))
            text.Append(CanonicalJson.PrintUnordered(describe));
        return text.ToString();
    }
}
