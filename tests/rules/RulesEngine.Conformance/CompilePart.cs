namespace RulesEngine.Conformance;

/// <summary>
/// Every condition of every capture: it compiles with the same warnings, or fails with the same message at the same
/// place, and its normal form reads back as the same tree. What it evaluates to is the conditions part's.
/// </summary>
internal sealed class CompilePart : IConformancePart
{
    public string Name => "compile";

    public void Run(string corpus, Report report)
    {
        foreach (var path in Directory.GetFiles(Path.Combine(corpus, "conditions"), "*.jsonl.gz").Order())
        {
            var capture = Path.GetFileName(path).Split('.')[0];
            if (capture is "errors" or "accepted" || !Narrowing.Includes(capture))
            {
                continue;
            }

            foreach (var line in CorpusFiles.ReadLines(path).Where(line => !line.TryGetProperty("crash", out _)))
            {
                var condition = line.GetProperty("condition").GetString()!;
                var (error, tree, result) = ConditionAnswer.Compile(condition);
                report.Compare(
                    $"{capture}/{line.GetProperty("id").GetInt32()}",
                    $"{ConditionAnswer.ExpectedError(line) ?? $"compiles [{ConditionAnswer.ExpectedWarnings(line)}]"}",
                    error ?? $"compiles [{string.Join(" | ", result!.Warnings)}]{NormalForm.Complaint(tree!)}");
            }
        }
    }
}
