using System.Globalization;
using System.Text;
using System.Text.Json;

namespace RulesEngine.Compiler.Planning;

/// <summary>
/// Shows what an index consists of: tables for people (<c>plan --index</c>), the same as JSON for programs.
/// </summary>
public static class IndexReportRenderer
{
    private const int WidestDimensions = 15;
    private const int WidestName = 50;

    public static string ToText(IndexReport report)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture,
            $"{report.Rules.Length} rules, {report.Groups.Length} groups of event types, {report.Clauses} clauses, ");
        text.Append(CultureInfo.InvariantCulture,
            $"{report.Residuals} of them with a residual, {report.Bytes} bytes of keys and vectors\n\n");
        AppendTable(text, ["EVENTS", "CLAUSES", "RESIDUALS", "DIMENSIONS", "ENTRIES", "BYTES"],
            report.Groups.OrderByDescending(group => group.Clauses).Select(group => (string[])
            [
                Cut(string.Join(", ", group.Events)), Show(group.Clauses), Show(group.Residuals),
                Show(group.Dimensions.Length), Show(group.Dimensions.Sum(dimension => dimension.Entries)), Show(group.Bytes),
            ]));
        AppendTable(text, ["WIDEST DIMENSION", "ENTRIES", "BYTES", "ON"],
            report.Groups.SelectMany(group => group.Dimensions.Select(dimension => (Group: group, Dimension: dimension)))
                .OrderByDescending(item => item.Dimension.Entries).Take(WidestDimensions).Select(item => (string[])
                [
                    item.Dimension.Field, Show(item.Dimension.Entries), Show(item.Dimension.Bytes),
                    Cut(string.Join(", ", item.Group.Events)),
                ]));
        AppendTable(text, ["RULE", "CLAUSES", "RESIDUALS"],
            report.Rules.Select(rule => (string[])[rule.Name, Show(rule.Clauses), Show(rule.Residuals)]));
        AppendTable(text, ["LEFT TO RESIDUALS, BECAUSE", "RULES", "COMPARISONS"],
            report.Rules.SelectMany(rule => rule.Causes).GroupBy(cause => cause.Reason, StringComparer.Ordinal)
                .OrderByDescending(group => group.Count()).Select(group => (string[])
                [
                    group.Key, Show(group.Count()),
                    Show(group.SelectMany(cause => cause.Comparisons).Distinct(StringComparer.Ordinal).Count()),
                ]));
        return text.ToString().TrimEnd('\n') + "\n";
    }

    /// <summary>One object, without line breaks.</summary>
    public static string ToJson(IndexReport report)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteNumber("bytes", report.Bytes);
            json.WriteNumber("clauses", report.Clauses);
            json.WriteNumber("residuals", report.Residuals);
            json.WriteStartArray("groups");
            foreach (var group in report.Groups)
                Write(json, group);
            json.WriteEndArray();
            json.WriteStartArray("rules");
            foreach (var rule in report.Rules)
                Write(json, rule);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static void Write(Utf8JsonWriter json, IndexGroupReport group)
    {
        json.WriteStartObject();
        WriteWords(json, "events", group.Events);
        json.WriteNumber("clauses", group.Clauses);
        json.WriteNumber("residuals", group.Residuals);
        json.WriteNumber("bytes", group.Bytes);
        json.WriteStartArray("dimensions");
        foreach (var dimension in group.Dimensions)
        {
            json.WriteStartObject();
            json.WriteString("field", dimension.Field);
            json.WriteNumber("entries", dimension.Entries);
            json.WriteNumber("bytes", dimension.Bytes);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, IndexRuleReport rule)
    {
        json.WriteStartObject();
        json.WriteString("rule", rule.Name);
        json.WriteNumber("clauses", rule.Clauses);
        json.WriteNumber("residuals", rule.Residuals);
        json.WriteStartArray("causes");
        foreach (var cause in rule.Causes)
        {
            json.WriteStartObject();
            json.WriteString("reason", cause.Reason);
            WriteWords(json, "comparisons", cause.Comparisons);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteWords(Utf8JsonWriter json, string name, IEnumerable<string> words)
    {
        json.WriteStartArray(name);
        foreach (var word in words)
            json.WriteStringValue(word);
        json.WriteEndArray();
    }

    private static void AppendTable(StringBuilder text, string[] header, IEnumerable<string[]> lines)
    {
        var rows = lines.Prepend(header).ToArray();
        var widths = header.Select((_, column) => rows.Max(row => row[column].Length)).ToArray();
        foreach (var row in rows)
        {
            var line = string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column])));
            text.Append(line.TrimEnd()).Append('\n');
        }

        text.Append('\n');
    }

    private static string Cut(string text) => text.Length <= WidestName ? text : text[..(WidestName - 3)] + "...";

    private static string Show(long number) => number.ToString(CultureInfo.InvariantCulture);
}
