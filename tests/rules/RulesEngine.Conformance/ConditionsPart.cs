using System.Text.Json;
using RulesEngine.Runtime.Evaluation;
using RulesEngine.Runtime.Events;
using RulesEngine.Runtime.State;

namespace RulesEngine.Conformance;

/// <summary>
/// Every condition that compiles, on every event of its capture: the events it is true for, tried like a rule only on
/// the event types that the condition can be about, and the event at which evaluating it ends Falco.
/// </summary>
internal sealed class ConditionsPart : IConformancePart
{
    public string Name => "conditions";

    public void Run(string corpus, Report report) => Parallel.ForEach(
        CaptureReplay.Names(corpus, "conditions"),
        new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount },
        capture => RunCapture(corpus, capture, report));

    private static void RunCapture(string corpus, string capture, Report report)
    {
        var path = Path.Combine(corpus, "conditions", capture + ".jsonl.gz");
        var cases = CorpusFiles.ReadLines(path)
            .Where(line => line.TryGetProperty("matches", out _))
            .Select(line => new ConditionCase(line))
            .ToList();
        var byCode = new List<ConditionCase>[EventTable.Count];
        for (ushort code = 0; code < EventTable.Count; code++)
        {
            byCode[code] = [.. cases.Where(one => one.EventCodes.Contains(code))];
        }

        CaptureReplay.Run(corpus, capture, context =>
        {
            foreach (var one in byCode[context.Code]) one.Evaluate(context);
        });
        foreach (var one in cases) one.Compare(capture, report);
    }
}

/// <summary>One condition with what it should and what it did match.</summary>
internal sealed class ConditionCase
{
    private readonly JsonElement _line;
    private readonly ConditionProgram? _program;
    private readonly List<long> _matches = [];
    private string _end = "";

    public ConditionCase(JsonElement line)
    {
        _line = line;
        var (error, _, result) = ConditionAnswer.Compile(line.GetProperty("condition").GetString()!);
        if (error is not null)
        {
            _end = " does not compile: " + error;
            return;
        }

        _program = ConditionProgram.Compile(result!.Condition!);
        EventCodes = result.EventCodes;
    }

    public EventCodeSet EventCodes { get; } = EventCodeSet.Empty;

    public void Evaluate(EventContext context)
    {
        if (_end.Length > 0) return;
        var mark = context.Scratch.Mark;
        try
        {
            if (_program!.Evaluate(context)) _matches.Add(context.Number);
        }
        catch (EvaluationException refused)
        {
            _end = $" ends at {context.Number}: {refused.Message}";
        }

        context.Scratch.Rewind(mark);
    }

    public void Compare(string capture, Report report)
    {
        var expected = string.Join(',', _line.GetProperty("matches").EnumerateArray().Select(match => match.GetInt64()));
        if (_line.TryGetProperty("runtime_error", out var error))
            expected += $" ends at {_line.GetProperty("at").GetInt64()}: {error.GetString()}";
        var actual = string.Join(',', _matches) + _end;
        var condition = expected == actual ? "" : _line.GetProperty("condition").GetString() + " -> ";
        report.Compare($"{capture}/{_line.GetProperty("id").GetInt32()}", condition + expected, condition + actual);
    }
}
