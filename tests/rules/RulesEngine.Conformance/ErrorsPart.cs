using System.Text.Json;
using RulesEngine.Syntax.Grammar;
using RulesEngine.Syntax.Printing;

namespace RulesEngine.Conformance;

/// <summary>
/// Conditions that do not compile, with message, stage and position, and near misses that do, with their normal form.
/// </summary>
internal sealed class ErrorsPart : IConformancePart
{
    public string Name => "errors";

    public void Run(string corpus, Report report)
    {
        foreach (var file in new[] { "errors", "accepted" })
        {
            foreach (var line in CorpusFiles.ReadLines(Path.Combine(corpus, "conditions", file + ".jsonl.gz")))
            {
                var condition = line.GetProperty("condition").GetString()!;
                report.Compare($"{file}/{line.GetProperty("id").GetInt32()}", Expected(line), Answer(condition));
            }
        }
    }

    private static string Expected(JsonElement line)
    {
        if (line.TryGetProperty("normal", out var normal))
        {
            return normal.GetString()!;
        }

        var at = line.TryGetProperty("position", out var p)
            ? $" at {p.GetProperty("index")} {p.GetProperty("line")}:{p.GetProperty("column")}"
            : "";
        var fatal = line.TryGetProperty("fatal", out _) ? " fatal" : "";
        return $"{line.GetProperty("stage").GetString()}{at}{fatal}: {line.GetProperty("error").GetString()}";
    }

    private static string Answer(string condition)
    {
        var parsed = ConditionParser.Parse(condition, ConditionParser.RulesFileMaxDepth);
        return parsed.Error is { } error
            ? $"parse at {error.Position.Index} {error.Position.Line}:{error.Position.Column}: {error.Message}"
            : ConditionPrinter.Print(parsed.Expression!);
    }
}
