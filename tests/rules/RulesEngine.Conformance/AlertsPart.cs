using System.Text.Json;
using RulesEngine.Runtime.State;

namespace RulesEngine.Conformance;

/// <summary>
/// Whole runs: rules over a capture, every alert line and the closing statistics byte for byte. All runs on a capture
/// share one replay of it. A case is a run; the first line that differs is shown.
/// </summary>
internal sealed class AlertsPart : IConformancePart
{
    public string Name => "alerts";

    public void Run(string corpus, Report report)
    {
        var byCapture = CorpusFiles.ReadLines(Path.Combine(corpus, "alerts/index.jsonl"))
            .GroupBy(line => line.GetProperty("capture").GetString()!)
            .Where(group => Narrowing.Includes(group.Key))
            .Where(group => Narrowing.Includes(group.Key))
            .OrderByDescending(group => new FileInfo(Path.Combine(corpus, "captures", group.Key + ".scap")).Length);
        Parallel.ForEach(byCapture, group => RunCapture(corpus, group.Key, [.. group], report));
    }

    private static void RunCapture(string corpus, string capture, List<JsonElement> lines, Report report)
    {
        var runs = lines.Select(line => new AlertRun(corpus, line)).ToList();
        CaptureReplay.Run(corpus, capture, context =>
        {
            // What the state machine rendered is the same for all runs; each renders on from there.
            var rendered = context.Rendered;
            foreach (var run in runs) Step(run, context, rendered.Last);
            context.Rendered = rendered.Last.IsEmpty ? rendered : new ParamStorage();
        });
        foreach (var run in runs) run.Compare(report);
    }

    private static void Step(AlertRun run, EventContext context, ReadOnlySpan<byte> stateRendered)
    {
        var mark = context.Scratch.Mark;
        run.Process(context, stateRendered);
        context.Scratch.Rewind(mark);
    }
}
