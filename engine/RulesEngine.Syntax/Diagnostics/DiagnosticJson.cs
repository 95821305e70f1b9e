using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace RulesEngine.Syntax.Diagnostics;

/// <summary>Diagnostics for programs: objects within a report, or SARIF 2.1.0 for code scanning services.</summary>
public static class DiagnosticJson
{
    private static readonly JsonWriterOptions Options =
        new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes an array with an object for each.</summary>
    public static void Write(Utf8JsonWriter json, IEnumerable<Diagnostic> diagnostics)
    {
        json.WriteStartArray();
        foreach (var diagnostic in diagnostics)
        {
            json.WriteStartObject();
            json.WriteString("code", diagnostic.Code);
            json.WriteString("severity", LevelOf(diagnostic.Severity));
            json.WriteString("file", diagnostic.File);
            json.WriteNumber("line", diagnostic.Line);
            json.WriteNumber("column", diagnostic.Column);
            json.WriteString("title", diagnostic.Title);
            json.WriteString("source", diagnostic.SourceLine);
            if (diagnostic.Hint is { } hint)
                json.WriteString("hint", hint);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    public static string PrintSarif(IReadOnlyCollection<Diagnostic> diagnostics, string toolVersion) => Written(json =>
    {
        json.WriteStartObject();
        json.WriteString("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
        json.WriteString("version", "2.1.0");
        json.WriteStartArray("runs");
        json.WriteStartObject();
        WriteTool(json, diagnostics, toolVersion);
        json.WriteStartArray("results");
        foreach (var diagnostic in diagnostics)
            WriteResult(json, diagnostic);
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    });

    private static void WriteTool(Utf8JsonWriter json, IEnumerable<Diagnostic> diagnostics, string toolVersion)
    {
        json.WriteStartObject("tool");
        json.WriteStartObject("driver");
        json.WriteString("name", "rulesengine");
        json.WriteString("version", toolVersion);
        json.WriteStartArray("rules");
        foreach (var kind in diagnostics.Select(diagnostic => diagnostic.Kind).Distinct())
        {
            json.WriteStartObject();
            json.WriteString("id", kind.Code);
            json.WriteStartObject("shortDescription");
            json.WriteString("text", kind.Title);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteResult(Utf8JsonWriter json, Diagnostic diagnostic)
    {
        json.WriteStartObject();
        json.WriteString("ruleId", diagnostic.Code);
        json.WriteString("level", LevelOf(diagnostic.Severity));
        json.WriteStartObject("message");
        var hint = diagnostic.Hint is { } text ? $" ({text})" : "";
        json.WriteString("text", diagnostic.Title + hint);
        json.WriteEndObject();
        json.WriteStartArray("locations");
        json.WriteStartObject();
        json.WriteStartObject("physicalLocation");
        json.WriteStartObject("artifactLocation");
        json.WriteString("uri", diagnostic.File);
        json.WriteEndObject();
        json.WriteStartObject("region");
        json.WriteNumber("startLine", diagnostic.Line);
        json.WriteNumber("startColumn", diagnostic.Column);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static string LevelOf(DiagnosticSeverity severity) =>
        severity == DiagnosticSeverity.Error ? "error" : "warning";

    /// <summary>What <paramref name="write"/> writes, indented, with a line end.</summary>
    public static string Written(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Options))
            write(json);
        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }
}
