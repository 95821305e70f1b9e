using System.Text.Json.Nodes;
using RulesEngine.Compiler.Loading;
using RulesEngine.Runtime.Fields;
using RulesEngine.Runtime.Matching;

namespace RulesEngine.Compat.Configuration;

/// <summary>What the configuration says about loading rules, in the loader's terms.</summary>
public static class ConfiguredLoad
{
    /// <exception cref="ConfigurationException">An unknown priority.</exception>
    public static LoadOptions Options(FalcoConfiguration configuration, IReadOnlySet<string> exportedActions) => new()
    {
        LeastPriority = RulePriorityNames.TryParse(configuration.Priority, out var priority)
            ? priority
            : throw new ConfigurationException($"Unknown rule priority level: {configuration.Priority}"),
        OutputAdditions = [.. (configuration.AppendOutput ?? []).OfType<JsonObject>().SelectMany(Additions)],
        Selections = [.. (configuration.RuleSelection ?? []).OfType<JsonObject>().SelectMany(Selections)],
        Fields = FieldCatalog.Default.WithStaticFields(configuration.StaticFields),
        ExportedActions = exportedActions,
    };

    private static IEnumerable<OutputAddition> Additions(JsonObject entry)
    {
        var match = entry["match"] as JsonObject;
        var addition = new OutputAddition
        {
            Source = match?["source"]?.ToString() ?? "",
            Rule = match?["rule"]?.ToString() ?? "",
            Tags = [.. (match?["tags"] as JsonArray ?? []).Select(tag => tag?.ToString() ?? "")],
        };
        if (entry["extra_output"] is { } format)
            yield return addition with { Format = format.ToString() };
        if (entry["extra_fields"] is JsonArray fields)
            yield return addition with { Fields = [.. fields.SelectMany(ExtraFields)] };
        if (entry["suggested_output"]?.ToString() == "true")
            yield return addition with { Format = SuggestedOutput.Format };
    }

    /// <summary>A name is the field's typed value, a <c>key: format</c> pair a text.</summary>
    private static IEnumerable<ExtraField> ExtraFields(JsonNode? entry) => entry switch
    {
        JsonValue name => [new ExtraField(name.ToString(), "%" + name, IsRaw: true)],
        JsonObject map => map.Select(pair => new ExtraField(pair.Key, pair.Value?.ToString() ?? "", IsRaw: false)),
        _ => [],
    };

    private static IEnumerable<RuleSelection> Selections(JsonObject entry) =>
        entry.Select(pair => (Enable: pair.Key == "enable", What: pair.Value as JsonObject))
            .Where(item => item.What is not null)
            .Select(item => new RuleSelection(item.Enable, item.What!["rule"]?.ToString(), item.What["tag"]?.ToString()));
}
