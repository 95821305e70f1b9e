using System.Collections.Frozen;
using System.Collections.Immutable;
using RulesEngine.Runtime.Events;

namespace RulesEngine.Runtime.Fields;

/// <summary>
/// Every field the language knows, in Falco's order of lookup. Definitions come from Falco's own listing, which is
/// embedded in this assembly; nothing here repeats it. Static fields and those of our plugins are a
/// <see cref="FieldCatalog"/>'s, which stands on this table.
/// </summary>
public static class FieldTable
{
    /// <summary>All definitions; the index is the id.</summary>
    public static ImmutableArray<FieldDefinition> All { get; } = [.. LoadFields()];

    /// <summary>The classes in the order of Falco's listing.</summary>
    public static ImmutableArray<FieldClass> Classes { get; } = [.. LoadClasses()];

    private static readonly FrozenDictionary<string, FieldDefinition> ByName =
        All.ToFrozenDictionary(field => field.Name);

    public static bool TryFind(string name, out FieldDefinition? definition) =>
        ByName.TryGetValue(name, out definition);

    /// <summary>Looks a field up with its argument; see <see cref="FieldCatalog.Resolve"/>.</summary>
    public static FieldLookup Resolve(string name, ReadOnlyMemory<byte>? argument = null) =>
        FieldCatalog.Default.Resolve(name, argument);

    private static IEnumerable<FieldDefinition> LoadFields()
    {
        ushort id = 0;
        foreach (var row in DataTable.Read(typeof(FieldTable).Assembly, "Fields/fields.tsv"))
        {
            yield return new FieldDefinition(
                id++,
                row[0],
                Enum.Parse<FieldType>(row[1], ignoreCase: true),
                ParseFlags(row[3]),
                string.Intern(row[4]),
                row[5])
            {
                Format = ParseFormat(row[2]),
            };
        }
    }

    private static IEnumerable<FieldClass> LoadClasses()
    {
        foreach (var row in DataTable.Read(typeof(FieldTable).Assembly, "Fields/field-classes.tsv"))
        {
            yield return new FieldClass(row[0], row[1], row[2], row[3].Split(','), row[4]);
        }
    }

    private static FieldFormat ParseFormat(string text) => text switch
    {
        "NA" => FieldFormat.NotApplicable,
        "DEC" => FieldFormat.Decimal,
        "HEX" => FieldFormat.Hexadecimal,
        "10_PADDED_DEC" => FieldFormat.PaddedDecimal,
        "ID" => FieldFormat.Id,
        "DIR" => FieldFormat.Direction,
        _ => throw new InvalidDataException($"unknown print format '{text}'"),
    };

    private static FieldFlags ParseFlags(string letters)
    {
        var flags = FieldFlags.None;
        foreach (var letter in letters)
        {
            flags |= letter switch
            {
                'F' => FieldFlags.FilterOnly,
                'P' => FieldFlags.PrintOnly,
                'R' => FieldFlags.ArgumentRequired,
                'A' => FieldFlags.ArgumentAllowed,
                'i' => FieldFlags.ArgumentIndex,
                'k' => FieldFlags.ArgumentKey,
                'L' => FieldFlags.IsList,
                'T' => FieldFlags.TableOnly,
                'D' => FieldFlags.Deprecated,
                'n' => FieldFlags.NoTransformer,
                'r' => FieldFlags.NoRightSide,
                's' => FieldFlags.FormatSuggested,
                _ => throw new InvalidDataException($"unknown field flag '{letter}'"),
            };
        }

        return flags;
    }
}
