using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using RulesEngine.Runtime.Fields;

namespace RulesEngine.Runtime.Events;

/// <summary>
/// The event schema: every event type that captures and live records can hold, with its parameters. Captures, the
/// kernel's records, conditions and printing all read this one table, loaded once from the embedded listing.
/// </summary>
public static class EventTable
{
    /// <summary>The number of event types; codes are below it.</summary>
    public const int Count = 454;

    /// <summary>No event type has more parameters.</summary>
    public const int MaxParams = 32;

    private static readonly EventDefinition[] Definitions = Load();

    private static readonly FrozenDictionary<string, ImmutableArray<ushort>> ByName = GroupByName();

    private static readonly FrozenDictionary<string, ushort> ByIdentifier =
        Definitions.ToFrozenDictionary(definition => definition.Identifier, definition => definition.Code);

    /// <summary>All definitions; the index is the code.</summary>
    public static ImmutableArray<EventDefinition> All { get; } = [.. Definitions];

    /// <summary>The codes that share a name (<c>evt.type</c>), ascending; empty for an unknown name.</summary>
    public static ImmutableArray<ushort> CodesByName(string name) =>
        ByName.TryGetValue(name, out var codes) ? codes : [];

    /// <summary>The code of Falco's constant, <c>SYSCALL_OPEN_X</c>; throws for one that does not exist.</summary>
    public static ushort CodeOf(string identifier) => ByIdentifier[identifier];

    internal static EventDefinition Get(ushort code) => Definitions[code];

    private static EventDefinition[] Load()
    {
        var assembly = typeof(EventTable).Assembly;
        var variants = new Dictionary<string, ImmutableArray<ParamDefinition>>();
        foreach (var row in DataTable.Read(assembly, "Events/variants.tsv"))
        {
            variants.Add(row[0], ParseParams(row[1], variants));
        }
        var definitions = new EventDefinition[Count];
        foreach (var row in DataTable.Read(assembly, "Events/events.tsv"))
        {
            var code = ushort.Parse(row[0], CultureInfo.InvariantCulture);
            var (category, origin) = ParseCategory(row[3]);
            definitions[code] = new EventDefinition(
                code,
                row[1],
                row[2],
                Encoding.UTF8.GetBytes(row[2]),
                category,
                origin,
                ParseFlags(row[4]),
                ParseParams(row[5], variants));
        }
        return definitions;
    }

    private static FrozenDictionary<string, ImmutableArray<ushort>> GroupByName()
    {
        var codes = new Dictionary<string, ImmutableArray<ushort>>();
        foreach (var definition in Definitions)
        {
            if ((definition.Flags & EventFlags.Unused) != 0) continue;
            codes[definition.Name] = codes.TryGetValue(definition.Name, out var others)
                ? others.Add(definition.Code)
                : [definition.Code];
        }
        return codes.ToFrozenDictionary();
    }

    private static (EventCategory Category, EventOrigin Origin) ParseCategory(string text)
    {
        var category = EventCategory.Unknown;
        var origin = EventOrigin.None;
        foreach (var word in text.Split('+'))
        {
            switch (word)
            {
                case "UNKNOWN": break;
                case "SYSCALL": origin = EventOrigin.Syscall; break;
                case "TRACEPOINT": origin = EventOrigin.Tracepoint; break;
                case "PLUGIN": origin = EventOrigin.Plugin; break;
                case "METAEVENT": origin = EventOrigin.MetaEvent; break;
                case "ITER": origin = EventOrigin.Iterator; break;
                case "IO_READ": category = EventCategory.IoRead; break;
                case "IO_WRITE": category = EventCategory.IoWrite; break;
                case "IO_OTHER": category = EventCategory.IoOther; break;
                default: category = Enum.Parse<EventCategory>(word, ignoreCase: true); break;
            }
        }
        return (category, origin);
    }

    private static EventFlags ParseFlags(string letters)
    {
        var flags = EventFlags.None;
        foreach (var letter in letters)
        {
            flags |= letter switch
            {
                'C' => EventFlags.CreatesFd,
                'D' => EventFlags.DestroysFd,
                'U' => EventFlags.UsesFd,
                'R' => EventFlags.ReadsFromFd,
                'W' => EventFlags.WritesToFd,
                'S' => EventFlags.ModifiesState,
                't' => EventFlags.Waits,
                'k' => EventFlags.SkipParserReset,
                'O' => EventFlags.OldVersion,
                'X' => EventFlags.Unused,
                'L' => EventFlags.LargePayload,
                'M' => EventFlags.ConverterManaged,
                _ => throw new InvalidDataException($"unknown event flag '{letter}'"),
            };
        }
        return flags;
    }

    private static ImmutableArray<ParamDefinition> ParseParams(
        string text, Dictionary<string, ImmutableArray<ParamDefinition>> variants)
    {
        if (text.Length == 0) return [];
        var parameters = ImmutableArray.CreateBuilder<ParamDefinition>();
        foreach (var item in text.Split(' '))
        {
            var (head, braces) = Cut(item.TrimEnd('}'), '{');
            var (name, typeAndFormat) = Cut(head, ':');
            var (type, format) = Cut(typeAndFormat, '/');
            var fieldType = Enum.Parse<FieldType>(type.Replace("_", "", StringComparison.Ordinal), ignoreCase: true);
            parameters.Add(new ParamDefinition(
                name,
                Encoding.UTF8.GetBytes(name),
                fieldType,
                format switch
                {
                    "HEX" => ParamFormat.Hexadecimal,
                    "OCT" => ParamFormat.Octal,
                    "NA" => ParamFormat.None,
                    _ => ParamFormat.Decimal,
                },
                braces.Length > 0 && fieldType is not (FieldType.Dyn or FieldType.FsRelPath)
                    ? FlagTables.Get(braces)
                    : null,
                fieldType == FieldType.FsRelPath ? int.Parse(braces, CultureInfo.InvariantCulture) : -1,
                fieldType == FieldType.Dyn ? variants[braces] : []));
        }
        return parameters.ToImmutable();
    }

    private static (string Before, string After) Cut(string text, char separator)
    {
        var at = text.IndexOf(separator, StringComparison.Ordinal);
        return at < 0 ? (text, "") : (text[..at], text[(at + 1)..]);
    }
}
