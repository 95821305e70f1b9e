using System.Collections.Immutable;
using RulesEngine.Compiler.Loading;

namespace RulesEngine.Compiler.Resolving;

/// <summary>A rule's output as text, with what the configuration adds for this rule.</summary>
internal static class OutputText
{
    private const string ContainerInfo = "%container.info";

    public static (string Output, ImmutableArray<ExtraField> Fields) Compose(
        RuleDocument rule, ImmutableArray<OutputAddition> additions, LoadResult result)
    {
        var output = rule.Output;
        var fields = new SortedDictionary<string, ExtraField>(StringComparer.Ordinal);
        foreach (var addition in additions.Where(addition => Matches(addition, rule)))
        {
            if (addition.Format.Length > 0)
                output += " " + addition.Format;
            foreach (var field in addition.Fields)
                fields[field.Key] = field;
        }
        if (output.Contains(ContainerInfo, StringComparison.Ordinal))
        {
            result.Warn(LoadCode.DeprecatedItem, LoadMessages.ContainerInfoDeprecated, rule.Place);
            output = output.Replace(ContainerInfo, "", StringComparison.Ordinal);
        }
        return (output, [.. fields.Values]);
    }

    private static bool Matches(OutputAddition addition, RuleDocument rule) =>
        (addition.Source.Length == 0 || addition.Source == rule.Source)
        && (addition.Rule.Length == 0 || addition.Rule == rule.Name)
        && addition.Tags.All(rule.Tags.Contains);
}
