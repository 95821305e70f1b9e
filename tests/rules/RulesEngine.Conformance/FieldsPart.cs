using System.Text;
using System.Text.Json;
using RulesEngine.Outputs.Formatting;
using RulesEngine.Runtime.Fields;
using RulesEngine.Runtime.Fields.Extraction;
using RulesEngine.Runtime.State;

namespace RulesEngine.Conformance;

/// <summary>
/// Every field on every event of every capture, as JSON value and as text. A case is a field on a capture; it passes
/// when all events agree, else the first one that does not is shown.
/// </summary>
internal sealed class FieldsPart : IConformancePart
{
    public string Name => "fields";

    public void Run(string corpus, Report report)
    {
        var fields = File.ReadAllLines(Path.Combine(corpus, "fields/FIELDS.txt"));
        var runs = CaptureReplay.Names(corpus, "fields").SelectMany(name => new[] { (name, false), (name, true) });
        Parallel.ForEach(runs, run => new FieldsRun(corpus, run.name, fields, report).Run(inBase64: run.Item2));
    }
}

/// <summary>One capture with one form of buffers. In base64 the corpus holds only what differs from the plain form.</summary>
internal sealed class FieldsRun(string corpus, string capture, string[] fields, Report report)
{
    private readonly FieldProbe?[] _probes = [.. fields.Select(Probe)];
    private readonly int[] _wrong = new int[fields.Length];
    private readonly (string Expected, string Actual)?[] _first = new (string, string)?[fields.Length];
    private readonly System.Buffers.ArrayBufferWriter<byte> _json = new();

    public void Run(bool inBase64)
    {
        var name = inBase64 ? capture + ".base64" : capture;
        var lines = CorpusFiles.ReadLines(Path.Combine(corpus, "fields", name + ".jsonl.gz")).GetEnumerator();
        var line = lines.MoveNext() ? lines.Current : default;
        var events = 0;
        var missing = 0;
        CaptureReplay.Run(
            corpus,
            capture,
            context =>
            {
                events++;
                if (line.ValueKind != JsonValueKind.Undefined && line.GetProperty("num").GetInt64() == context.Number)
                {
                    CompareEvent(context, line, inBase64);
                    line = lines.MoveNext() ? lines.Current : default;
                }
                else if (!inBase64)
                {
                    missing++;
                }
            },
            inBase64);
        if (!inBase64)
        {
            var left = line.ValueKind == JsonValueKind.Undefined ? 0 : 1;
            while (lines.MoveNext()) left++;
            report.Compare($"{name}/events", "0 more, 0 missing", $"{missing} more, {left} missing");
        }

        for (var i = 0; i < fields.Length; i++)
        {
            var id = $"{name}/{fields[i]}";
            if (_first[i] is { } first) report.Compare(id, first.Expected, $"{first.Actual} ({_wrong[i]} of {events} events)");
            else if (!inBase64) report.Compare(id, "", "");
        }
    }

    private static FieldProbe? Probe(string text)
    {
        var open = text.IndexOf('[', StringComparison.Ordinal);
        var lookup = open < 0
            ? FieldTable.Resolve(text)
            : FieldTable.Resolve(text[..open], Encoding.UTF8.GetBytes(text[(open + 1)..^1]));
        return lookup.Field is { } field ? new FieldProbe(field, ProbeRole.Printed) : null;
    }

    private void CompareEvent(EventContext context, JsonElement line, bool onlyListed)
    {
        var values = line.GetProperty("fields").EnumerateObject().ToDictionary(entry => entry.Name, entry => entry.Value);
        var texts = line.TryGetProperty("text", out var text)
            ? text.EnumerateObject().ToDictionary(entry => entry.Name, entry => entry.Value.GetString()!)
            : [];
        var throws = line.TryGetProperty("throws", out var thrown)
            ? thrown.EnumerateObject().ToDictionary(entry => entry.Name, entry => entry.Value.GetString()!)
            : [];
        for (var i = 0; i < fields.Length; i++)
        {
            var field = fields[i];
            if (onlyListed && !values.ContainsKey(field) && !texts.ContainsKey(field)) continue;
            if (IsUnspecified(field, values, context.Definition.Name == "ptrace")) continue;
            var expected = throws.TryGetValue(field, out var message) ? "throws " + message : Expected(field, values, texts);
            var actual = Actual(_probes[i], context, values.TryGetValue(field, out var value) ? value : default);
            if (expected == actual) continue;
            _wrong[i]++;
            _first[i] ??= ($"{context.Number} {context.Definition.Name}: {expected}", $"{context.Number}: {actual}");
        }
    }

    // The buffer of an event without data, or with data that is no buffer, prints memory that Falco does not clear.
    private static bool IsUnspecified(string field, Dictionary<string, JsonElement> values, bool onPtrace) =>
        field == "evt.buffer"
        && (onPtrace
            || (values.TryGetValue("evt.arg.data", out var data) && data.GetString() == "NULL")
            || (values.TryGetValue(field, out var text) && text.GetString()!.StartsWith("TlVMTA", StringComparison.Ordinal)));

    private static string Expected(string field, Dictionary<string, JsonElement> values, Dictionary<string, string> texts)
    {
        if (!values.TryGetValue(field, out var value)) return "null";
        var text = texts.GetValueOrDefault(field);
        return text is null ? Plain(value) : $"{Plain(value)} | {text}";
    }

    private static string Plain(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => "'" + value.GetString(),
        JsonValueKind.Array => "[" + string.Join(",", value.EnumerateArray().Select(Plain)) + "]",
        _ => value.GetRawText(),
    };

    private string Actual(FieldProbe? probe, EventContext context, JsonElement expected)
    {
        if (probe is null) return "unknown field";
        var value = default(FieldValue);
        var mark = context.Scratch.Mark;
        try
        {
            if (!probe.TryRead(context, ref value)) return "null";
            if (!FieldRenderer.HasJson(value.Type)) return "throws " + FieldRenderer.CannotPrint(value.Type).Message;
            var text = Encoding.UTF8.GetString(FieldRenderer.Text(context, value));
            probe.TryRead(context, ref value);
            // Falco shows the memory behind an empty number; where that is not part of the event it means nothing.
            if (value.IsZeroInText && expected.ValueKind == JsonValueKind.Number && value.Number == 0)
                return text == expected.GetRawText() ? text : $"{expected.GetRawText()} | {text}";
            _json.ResetWrittenCount();
            FieldJson.Write(_json, context, value);
            using var document = JsonDocument.Parse(_json.WrittenMemory);
            var json = Plain(document.RootElement);
            if (json == "null") return json;
            return text == (json.StartsWith('\'') ? json[1..] : json) && value.Type != FieldType.Double ? json : $"{json} | {text}";
        }
        finally
        {
            context.Scratch.Rewind(mark);
        }
    }
}
