using System.Buffers;
using System.Text.Json;
using RulesEngine.Outputs.Alerts;
using RulesEngine.Runtime.Matching;

namespace RulesEngine.Outputs.Sinks.Elasticsearch;

/// <summary>
/// Writes an alert as a document of the Elastic Common Schema, with everything Falco's JSON has under <c>falco</c> and
/// what was enforced under <c>rulesengine</c>.
/// </summary>
internal static class EcsDocument
{
    private const string SchemaVersion = "8.11.0";

    public static ReadOnlyMemory<byte> Write(Alert alert)
    {
        var output = new ArrayBufferWriter<byte>(2048);
        using (var json = new Utf8JsonWriter(output))
        {
            json.WriteStartObject();
            json.WriteString("@timestamp", AlertTime.ToJsonTime(alert.TimeNs));
            json.WriteString("message", alert.Message);
            json.WritePropertyName("tags");
            WriteTexts(json, alert.Tags);
            WriteObject(json, "ecs", "version", SchemaVersion);
            WriteObject(json, "host", "hostname", alert.Hostname, "name", alert.Hostname);
            WriteObject(json, "log", "level", alert.Priority.ToName().ToLowerInvariant());
            WriteObject(json, "rule", "name", alert.RuleName);
            WriteFields(json, alert);
            WriteFalco(json, alert);
            if (alert.Enforcement is { } enforcement)
                WriteEnforcement(json, enforcement);
            json.WriteEndObject();
        }

        return output.WrittenMemory;
    }

    /// <summary>The schema's fields in the order of their paths, objects opened and closed between them.</summary>
    private static void WriteFields(Utf8JsonWriter json, Alert alert)
    {
        var open = new List<string>();
        var previous = "";
        WriteEvent(json, alert, open);
        foreach (var field in EcsFields.All)
        {
            if (field.Path == previous || Find(alert, field.Name) is not { } fragment)
                continue;
            using var value = JsonDocument.Parse(fragment);
            if (!Fits(value.RootElement, field.Kind))
                continue;
            var names = field.Path.Split('.');
            MoveTo(json, open, names.AsSpan(..^1));
            json.WritePropertyName(names[^1]);
            WriteValue(json, value.RootElement, field.Kind);
            previous = field.Path;
        }

        MoveTo(json, open, []);
    }

    private static void WriteEvent(Utf8JsonWriter json, Alert alert, List<string> open)
    {
        MoveTo(json, open, ["event"]);
        json.WriteString("kind", "alert");
        json.WriteString("module", "rulesengine");
        json.WriteString("dataset", "rulesengine.alerts");
        json.WriteNumber("severity", (int)alert.Priority);
        if (alert.Enforcement is not { } enforcement)
            return;
        var blocked = enforcement.Verdict is EnforcementVerdict.Denied or EnforcementVerdict.Killed;
        json.WriteString("type", blocked ? "denied" : "allowed");
        json.WriteString("outcome", blocked ? "failure" : "unknown");
    }

    /// <summary>Closes and opens objects until those named are open.</summary>
    private static void MoveTo(Utf8JsonWriter json, List<string> open, ReadOnlySpan<string> wanted)
    {
        var common = 0;
        while (common < open.Count && common < wanted.Length && open[common] == wanted[common])
            common++;
        while (open.Count > common)
        {
            json.WriteEndObject();
            open.RemoveAt(open.Count - 1);
        }

        foreach (var name in wanted[common..])
        {
            json.WriteStartObject(name);
            open.Add(name);
        }
    }

    private static void WriteFalco(Utf8JsonWriter json, Alert alert)
    {
        json.WriteStartObject("falco");
        json.WriteString("rule", alert.RuleName);
        json.WriteString("priority", alert.Priority.ToName());
        json.WriteString("source", alert.Source);
        var output = alert.IsInternal
            ? alert.Message
            : $"{alert.TimePrefix}: {alert.Priority.ToName()} {alert.Message}";
        json.WriteString("output", output);
        json.WriteStartObject("output_fields");
        foreach (var field in alert.OutputFields)
        {
            json.WritePropertyName(field.Name);
            json.WriteRawValue(field.Json.Span);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteEnforcement(Utf8JsonWriter json, Enforcement enforcement)
    {
        json.WriteStartObject("rulesengine");
        json.WriteStartObject("enforcement");
        json.WritePropertyName("actions");
        WriteTexts(json, enforcement.Actions);
        json.WriteString("verdict", enforcement.VerdictWord);
        if (enforcement.Hook is { } hook)
            json.WriteString("hook", hook);
        if (enforcement.Errno is { } errno)
            json.WriteString("errno", errno);
        if (enforcement.Tier is { } tier)
            json.WriteString("tier", tier);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static ReadOnlyMemory<byte>? Find(Alert alert, string name)
    {
        foreach (var field in alert.OutputFields)
        {
            if (field.Name == name)
                return field.Json;
        }

        return null;
    }

    private static bool Fits(JsonElement value, EcsKind kind) => kind switch
    {
        EcsKind.Number => value.ValueKind == JsonValueKind.Number,
        EcsKind.Path => value.ValueKind == JsonValueKind.String && value.GetString()!.StartsWith('/'),
        _ => value.ValueKind is JsonValueKind.String or JsonValueKind.Number,
    };

    private static void WriteValue(Utf8JsonWriter json, JsonElement value, EcsKind kind)
    {
        if (kind != EcsKind.Number && value.ValueKind == JsonValueKind.Number)
            json.WriteStringValue(value.GetRawText());
        else
            value.WriteTo(json);
    }

    private static void WriteObject(Utf8JsonWriter json, string name, params ReadOnlySpan<string> members)
    {
        json.WriteStartObject(name);
        for (var i = 0; i < members.Length; i += 2)
            json.WriteString(members[i], members[i + 1]);
        json.WriteEndObject();
    }

    private static void WriteTexts(Utf8JsonWriter json, IEnumerable<string> texts)
    {
        json.WriteStartArray();
        foreach (var text in texts)
            json.WriteStringValue(text);
        json.WriteEndArray();
    }
}
