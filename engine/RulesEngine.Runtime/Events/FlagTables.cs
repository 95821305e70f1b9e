using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace RulesEngine.Runtime.Events;

/// <summary>A name of a flag or of an enumeration's value.</summary>
public sealed record FlagName(string Name, ReadOnlyMemory<byte> NameUtf8, uint Value);

/// <summary>The names of one kind of flags, in the order in which Falco tries them.</summary>
public sealed record FlagTable(string Name, ImmutableArray<FlagName> Entries);

/// <summary>Every table of flag and enumeration names that event parameters refer to.</summary>
public static class FlagTables
{
    private static readonly FrozenDictionary<string, FlagTable> ByName = Load();

    public static ImmutableArray<FlagTable> All { get; } = [.. ByName.Values];

    public static FlagTable Get(string name) => ByName[name];

    private static FrozenDictionary<string, FlagTable> Load()
    {
        var tables = new Dictionary<string, FlagTable>();
        foreach (var row in DataTable.Read(typeof(FlagTables).Assembly, "Events/flags.tsv"))
        {
            var entries = ImmutableArray.CreateBuilder<FlagName>();
            foreach (var item in row[1].Split(' '))
            {
                var equals = item.IndexOf('=', StringComparison.Ordinal);
                var name = item[..equals];
                var value = uint.Parse(item.AsSpan(equals + 1), CultureInfo.InvariantCulture);
                entries.Add(new FlagName(name, Encoding.UTF8.GetBytes(name), value));
            }
            tables.Add(row[0], new FlagTable(row[0], entries.ToImmutable()));
        }
        return tables.ToFrozenDictionary();
    }
}
