using RulesEngine.Runtime.Fields;

namespace RulesEngine.Compat.Configuration;

/// <summary>
/// <c>append_output: suggested_output</c>: what every output gets appended, made of the fields that their owner marks as
/// worth showing.
/// </summary>
internal static class SuggestedOutput
{
    public static string Format { get; } = string.Join(' ', FieldTable.All
        .Where(field => (field.Flags & FieldFlags.FormatSuggested) != 0)
        .Select(field => $"{field.Name.Replace('.', '_')}=%{field.Name}"));
}
