using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using RulesEngine.Syntax.Diagnostics;

namespace RulesEngine.Host.Testing;

/// <summary>What came of all tests, for people and for programs.</summary>
/// <param name="Outcomes">The tests that ran, in order.</param>
/// <param name="Problems">What is wrong with tests or rules; those tests did not run.</param>
internal sealed record TestReport(ImmutableArray<TestOutcome> Outcomes, ImmutableArray<Diagnostic> Problems)
{
    public int Failed => Outcomes.Count(outcome => !outcome.Faults.IsEmpty);

    public int Passed => Outcomes.Length - Failed;

    public string ToText()
    {
        var text = new StringBuilder();
        foreach (var problem in Problems)
            text.Append(DiagnosticPrinter.Print(problem));
        foreach (var outcome in Outcomes.Where(outcome => !outcome.Faults.IsEmpty))
        {
            var (word, place) = outcome.Test.Name;
            text.Append(CultureInfo.InvariantCulture, $"{place.FileName}:{place.Mark.Line + 1}: failed: {word}\n");
            foreach (var fault in outcome.Faults)
            {
                text.Append("  ").Append(fault.Message).Append(fault.Reasons.IsEmpty ? "\n" : ":\n");
                foreach (var reason in fault.Reasons)
                    text.Append("    ").Append(reason).Append('\n');
            }
        }
        return text.Append(CultureInfo.InvariantCulture, $"{Passed} passed, {Failed} failed\n").ToString();
    }

    public string ToJson() => DiagnosticJson.Written(json =>
    {
        json.WriteStartObject();
        json.WriteNumber("passed", Passed);
        json.WriteNumber("failed", Failed);
        json.WriteStartArray("tests");
        foreach (var (test, faults) in Outcomes)
        {
            json.WriteStartObject();
            json.WriteString("name", test.Name.Text);
            json.WriteString("file", test.Name.Place.FileName);
            json.WriteNumber("line", test.Name.Place.Mark.Line + 1);
            json.WriteBoolean("passed", faults.IsEmpty);
            json.WriteStartArray("faults");
            foreach (var fault in faults)
            {
                json.WriteStartObject();
                json.WriteString("rule", fault.Rule);
                json.WriteString("message", fault.Message);
                json.WriteStartArray("reasons");
                foreach (var reason in fault.Reasons)
                    json.WriteStringValue(reason);
                json.WriteEndArray();
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WritePropertyName("diagnostics");
        DiagnosticJson.Write(json, Problems);
        json.WriteEndObject();
    });
}
