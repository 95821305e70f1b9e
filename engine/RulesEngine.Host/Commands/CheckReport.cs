using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using RulesEngine.Compiler.Planning;
using RulesEngine.Compiler.Resolving;
using RulesEngine.Syntax.Diagnostics;

namespace RulesEngine.Host.Commands;

/// <summary>What a check found, for people and for programs: the diagnostics, then each rule with its tier.</summary>
/// <param name="Rules">The rules that could be read, in order of definition.</param>
/// <param name="Plans">One per rule.</param>
/// <param name="Diagnostics">What is wrong.</param>
internal sealed record CheckReport(
    ImmutableArray<CheckedRule> Rules, ImmutableArray<RulePlan> Plans, ImmutableArray<Diagnostic> Diagnostics)
{
    public int Errors => Diagnostics.Count(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);

    public string ToText()
    {
        var text = new StringBuilder();
        foreach (var diagnostic in Diagnostics)
            text.Append(DiagnosticPrinter.Print(diagnostic));
        if (!Rules.IsEmpty)
            AppendRules(text.Append(Diagnostics.IsEmpty ? "" : "\n"));
        return text.Append(CultureInfo.InvariantCulture,
            $"{Rules.Length} rules, {Errors} errors, {Diagnostics.Length - Errors} warnings\n").ToString();
    }

    public string ToJson() => DiagnosticJson.Written(json =>
    {
        json.WriteStartObject();
        json.WritePropertyName("diagnostics");
        DiagnosticJson.Write(json, Diagnostics);
        json.WriteStartArray("rules");
        foreach (var (rule, plan) in Rules.Zip(Plans))
        {
            json.WriteStartObject();
            json.WriteString("rule", rule.Name);
            json.WriteString("file", rule.Rule.Document.Place.FileName);
            json.WriteNumber("line", LineOf(rule));
            json.WriteBoolean("enabled", rule.Rule.IsEnabled);
            json.WriteString("tier", PlanRenderer.NameOf(plan.Tier));
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    });

    private void AppendRules(StringBuilder text)
    {
        var places = Rules.Select(rule => $"{rule.Rule.Document.Place.FileName}:{LineOf(rule)}").ToArray();
        var width = places.Max(place => place.Length);
        foreach (var (index, (rule, plan)) in Rules.Zip(Plans).Index())
        {
            text.Append(places[index].PadRight(width)).Append("  ").Append(PlanRenderer.NameOf(plan.Tier).PadRight(6))
                .Append("  ").Append(rule.Name).Append(rule.Rule.IsEnabled ? "\n" : " (off)\n");
        }
    }

    private static int LineOf(CheckedRule rule) => rule.Rule.Document.Place.Mark.Line + 1;
}
