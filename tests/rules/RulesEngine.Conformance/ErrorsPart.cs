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
                var (error, expression, _) = ConditionAnswer.Compile(line.GetProperty("condition").GetString()!);
                report.Compare(
                    $"{file}/{line.GetProperty("id").GetInt32()}",
                    ConditionAnswer.ExpectedError(line) ?? line.GetProperty("normal").GetString()!,
                    error ?? ConditionPrinter.Print(expression!));
            }
        }
    }
}
