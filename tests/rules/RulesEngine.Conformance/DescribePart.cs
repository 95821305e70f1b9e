using System.Text.Json;
using RulesEngine.Compat.Describe;
using RulesEngine.Compat.Loading;
using RulesEngine.Compiler.Loading;

namespace RulesEngine.Conformance;

/// <summary>The stock rules described (<c>-L</c>, <c>-l</c>) and validated, as JSON and as text.</summary>
internal sealed class DescribePart : IConformancePart
{
    private static readonly Dictionary<string, string[]> Sets = new()
    {
        ["stable"] = ["falco_rules.yaml"],
        ["incubating"] = ["falco-incubating_rules.yaml"],
        ["sandbox"] = ["falco-sandbox_rules.yaml"],
        ["deprecated"] = ["falco-deprecated_rules.yaml"],
        ["stock"] = ["falco_rules.yaml", "falco-incubating_rules.yaml", "falco-sandbox_rules.yaml"],
    };

    public string Name => "describe";

    public void Run(string corpus, Report report)
    {
        foreach (var (name, fileNames) in Sets)
        {
            var files = fileNames
                .Select(file => new RuleFile(file, File.ReadAllBytes(Path.Combine(corpus, "rules", file)))).ToList();
            CompareSet(Path.Combine(corpus, "describe", name), name, files, report);
            if (name == "stock")
                CompareRules(Path.Combine(corpus, "describe", "rules.jsonl"), files, report);
        }
    }

    private static void CompareSet(string path, string name, List<RuleFile> files, Report report)
    {
        var set = RuleSetLoader.Load(files);
        var all = new DescribeRequest(null);
        if (File.Exists(path + ".json"))
            CompareJson(report, name, File.ReadAllText(path + ".json"), FalcoJson.Print(RuleDescription.Create(set, all)));
        if (File.Exists(path + ".txt"))
            report.Compare(name + ".txt", File.ReadAllText(path + ".txt"), RuleDescription.Table(set, all));
        if (!File.Exists(path + ".validate.txt"))
            return;

        var plain = RuleValidation.Run(files, new LoadOptions(), asJson: false);
        report.Compare(name + ".validate.txt", File.ReadAllText(path + ".validate.txt"), plain.StandardOutput);
        var json = RuleValidation.Run(files, new LoadOptions(), asJson: true);
        report.Compare(name + ".validate.json", File.ReadAllText(path + ".validate.json"), json.StandardOutput);
    }

    private static void CompareRules(string path, List<RuleFile> files, Report report)
    {
        var set = RuleSetLoader.Load(files);
        foreach (var line in CorpusFiles.ReadLines(path))
        {
            var name = line.GetProperty("rule").GetString()!;
            var request = new DescribeRequest(name);
            CompareJson(
                report,
                name,
                line.GetProperty("json").GetRawText(),
                FalcoJson.Print(RuleDescription.Create(set, request)));
            report.Compare(name + " (text)", line.GetProperty("text").GetString()!, RuleDescription.Table(set, request));
        }
    }

    private static void CompareJson(Report report, string id, string expected, string actual)
    {
        using var expectedDocument = JsonDocument.Parse(expected);
        using var actualDocument = JsonDocument.Parse(actual);
        report.Compare(
            id,
            CanonicalJson.PrintUnordered(expectedDocument.RootElement),
            CanonicalJson.PrintUnordered(actualDocument.RootElement));
    }
}
