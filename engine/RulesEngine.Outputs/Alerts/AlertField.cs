using System.Collections.Immutable;

namespace RulesEngine.Outputs.Alerts;

/// <summary>One entry of an alert's <c>output_fields</c>.</summary>
/// <param name="Name">The key, for example <c>proc.cmdline</c>.</param>
/// <param name="Json">The value as a complete JSON fragment in UTF-8; <c>null</c> where the field has no value.</param>
public readonly record struct AlertField(string Name, ReadOnlyMemory<byte> Json)
{
    /// <summary>Sorted by name with the last of equal names kept: what a JSON object with ordered keys would hold.</summary>
    internal static ImmutableArray<AlertField> Ordered(ImmutableArray<AlertField> fields)
    {
        if (fields.IsDefaultOrEmpty)
            return [];
        for (var i = 1; i < fields.Length; i++)
        {
            if (string.CompareOrdinal(fields[i - 1].Name, fields[i].Name) >= 0)
                return Sorted(fields);
        }

        return fields;
    }

    private static ImmutableArray<AlertField> Sorted(ImmutableArray<AlertField> fields)
    {
        var byName = new SortedDictionary<string, AlertField>(StringComparer.Ordinal);
        foreach (var field in fields)
            byName[field.Name] = field;
        return [.. byName.Values];
    }
}
