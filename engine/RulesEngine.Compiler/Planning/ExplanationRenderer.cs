using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using RulesEngine.Runtime.Evaluation;
using RulesEngine.Runtime.Evaluation.Explaining;

namespace RulesEngine.Compiler.Planning;

/// <summary>
/// Shows an explanation to people, a line for each part of the condition indented as its tree, and to programs, the
/// same as JSON.
/// </summary>
public static class ExplanationRenderer
{
    private const int LongestComparison = 120;
    private const int LongestValue = 120;

    public static string ToText(RuleExplanation explanation)
    {
        var text = new StringBuilder();
        var answer = explanation.Matches ? "matches" : "does not match";
        text.Append(CultureInfo.InvariantCulture,
            $"{explanation.Rule}: {answer} event {explanation.EventNumber}, {explanation.EventType}\n");
        if (!explanation.Places.IsTried)
            text.Append("The rule cannot match events of this type.\n");
        if (explanation.Matches && explanation.FirstMatch != explanation.Rule)
            text.Append(CultureInfo.InvariantCulture,
                $"With rule_matching: first the alert is that of \"{explanation.FirstMatch}\", which comes before.\n");
        text.Append('\n');
        Append(text, explanation, explanation.Condition, 0);
        return text.ToString();
    }

    /// <summary>One object, without line breaks.</summary>
    public static string ToJson(RuleExplanation explanation)
    {
        using var buffer = new MemoryStream();
        var options = new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using (var json = new Utf8JsonWriter(buffer, options))
        {
            json.WriteStartObject();
            json.WriteString("rule", explanation.Rule);
            json.WriteNumber("event", explanation.EventNumber);
            json.WriteString("type", explanation.EventType);
            json.WriteBoolean("tried", explanation.Places.IsTried);
            json.WriteBoolean("matches", explanation.Matches);
            json.WriteString("first_match", explanation.FirstMatch);
            json.WritePropertyName("condition");
            Write(json, explanation, explanation.Condition);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static void Append(StringBuilder text, RuleExplanation explanation, Explanation part, int depth)
    {
        text.Append(part.Holds ? "true   " : "false  ").Append(' ', depth * 2);
        if (part.Condition is not ComparisonNode comparison)
        {
            text.Append(NameOf(part.Condition)).Append(part.IsNeeded ? "\n" : "  (not needed)\n");
            foreach (var operand in part.Operands)
                Append(text, explanation, operand, depth + 1);
            return;
        }

        text.Append(Cut(comparison.Text, LongestComparison));
        var notes = new List<string>();
        if (part.Error is { } error)
            notes.Add("error: " + error);
        else if (!part.Values.IsEmpty)
            notes.Add(string.Join(", ", part.Values.Select(Show)));
        if (explanation.Places.Of(comparison) is { } place)
            notes.Add(place);
        text.Append("  [").AppendJoin("; ", notes).Append(part.IsNeeded ? "]\n" : "]  (not needed)\n");
    }

    private static void Write(Utf8JsonWriter json, RuleExplanation explanation, Explanation part)
    {
        json.WriteStartObject();
        json.WriteString("kind", NameOf(part.Condition));
        json.WriteBoolean("holds", part.Holds);
        json.WriteBoolean("needed", part.IsNeeded);
        if (part.Condition is ComparisonNode comparison)
        {
            json.WriteString("comparison", comparison.Text);
            json.WriteStartArray("values");
            foreach (var value in part.Values)
                json.WriteStringValue(value);
            json.WriteEndArray();
            json.WriteString("decided_by", explanation.Places.Of(comparison));
            if (part.Error is { } error)
                json.WriteString("error", error);
        }
        else
        {
            json.WriteStartArray("operands");
            foreach (var operand in part.Operands)
                Write(json, explanation, operand);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static string NameOf(ConditionNode condition) => condition switch
    {
        AndNode => "and",
        OrNode => "or",
        NotNode => "not",
        _ => "comparison",
    };

    private static string Show(string? value) => value is null ? "no value" : $"\"{Cut(value, LongestValue)}\"";

    private static string Cut(string text, int length) => text.Length <= length ? text : text[..(length - 3)] + "...";
}
