using System.Collections.Frozen;
using System.Text;
using System.Text.Json.Nodes;
using RulesEngine.Compat.Loading;
using RulesEngine.Runtime.Events;
using RulesEngine.Runtime.Fields;

namespace RulesEngine.Compat.Surface;

/// <summary>
/// <c>--list-events</c> and <c>-i</c>: the current event types by origin, from the one event table, then the system calls
/// that have none of their own.
/// </summary>
public static class EventListing
{
    private const ushort FirstNamedCode = 2;

    private sealed record Entry(bool IsEnter, string Name, EventDefinition Definition)
    {
        public bool IsAvailable => !Ignored.Contains(Name);

        public string Direction => IsEnter ? ">" : "<";
    }

    private static readonly (string Title, EventOrigin Origin)[] Categories =
    [
        ("Syscall events", EventOrigin.Syscall),
        ("Tracepoint events", EventOrigin.Tracepoint),
        ("Plugin events", EventOrigin.Plugin),
        ("Metaevents", EventOrigin.MetaEvent),
    ];

    /// <summary>I/O calls that Falco does not watch unless told to: too many, and no rule needs them.</summary>
    public static FrozenSet<string> Ignored { get; } = new[]
    {
        "pread", "preadv", "pwrite", "pwritev", "read", "readv", "recv", "send", "sendfile", "write", "writev",
    }.ToFrozenSet();

    /// <summary><c>-i</c>; Falco leaves the order open, we sort.</summary>
    public static string IgnoredText =>
        "Ignored syscall(s):\n" + string.Concat(Ignored.Order(StringComparer.Ordinal).Select(name => $"- {name}\n")) + "\n";

    public static string Text()
    {
        var text = new StringBuilder(Header);
        foreach (var (title, origin) in Categories)
        {
            text.Append("## ").Append(title).Append("\n\n");
            foreach (var entry in Entries(origin))
            {
                text.Append(entry.Direction).Append(' ').Append(entry.Name).Append('(')
                    .Append(Params(entry.Definition, "")).Append(")\n");
            }
            text.Append('\n');
        }
        return text.ToString();
    }

    public static string Markdown()
    {
        var text = new StringBuilder(Header);
        foreach (var (title, origin) in Categories)
        {
            text.Append("## ").Append(title)
                .Append("\n\nDefault | Dir | Name | Params \n:-------|:----|:-----|:-----\n");
            foreach (var entry in Entries(origin))
            {
                text.Append(entry.IsAvailable ? "Yes" : "No").Append(" | `").Append(entry.Direction).Append("` | `")
                    .Append(entry.Name).Append("` | ").Append(Params(entry.Definition, "*")).Append('\n');
            }
            text.Append('\n');
        }
        return text.ToString();
    }

    public static string Json()
    {
        var json = new JsonObject { ["schema_version"] = EngineFacts.DriverSchema };
        foreach (var (title, origin) in Categories)
        {
            var events = new JsonArray();
            foreach (var entry in Entries(origin))
                events.Add((JsonNode)EntryJson(entry));
            json[title] = events;
        }
        return FalcoJson.Print(json, indented: true) + "\n";
    }

    private static string Header =>
        $"The events below are valid for Falco *Schema Version*: {EngineFacts.DriverSchema}\n";

    private static IEnumerable<Entry> Entries(EventOrigin origin)
    {
        var own = EventTable.All
            .Where(definition => definition.Code >= FirstNamedCode && definition.IsCurrent && definition.Origin == origin)
            .Select(definition => new Entry(definition.IsEnter, definition.Name, definition));
        return origin == EventOrigin.Syscall ? own.Concat(GenericEntries()) : own;
    }

    /// <summary>The order is that of a hash table in Falco, so it is kept as data.</summary>
    private static IEnumerable<Entry> GenericEntries()
    {
        var generic = EventTable.All[EventCodes.GenericExit];
        foreach (var name in SurfaceText.GenericCalls)
        {
            yield return new Entry(true, name, generic);
            yield return new Entry(false, name, generic);
        }
    }

    private static string Params(EventDefinition definition, string emphasis) =>
        string.Join(", ", definition.Params.Select(param =>
            $"{FieldTypeNames.NameOf(param.Type)} **{param.Name}**"
                + (!ShowsFlags(param) ? "" : ": " + string.Join(", ", FlagsOf(param).Select(name => emphasis + name + emphasis)))));

    private static IEnumerable<string> FlagsOf(ParamDefinition param) =>
        param.Flags is null ? [] : param.Flags.Entries.Select(entry => entry.Name);

    /// <summary>The bits of a file's mode have names too, but no listing shows them.</summary>
    private static bool ShowsFlags(ParamDefinition param) => param.Flags is not null && param.Type != FieldType.Mode;

    private static JsonObject EntryJson(Entry entry)
    {
        var parameters = new JsonArray();
        foreach (var param in entry.Definition.Params)
        {
            var json = new JsonObject { ["name"] = param.Name, ["type"] = FieldTypeNames.NameOf(param.Type) };
            if (ShowsFlags(param))
                json["flags"] = FalcoJson.Texts(FlagsOf(param));
            parameters.Add((JsonNode)json);
        }
        return new JsonObject
        {
            ["available"] = entry.IsAvailable,
            ["dir"] = entry.Direction,
            ["name"] = entry.Name,
            ["params"] = parameters,
        };
    }
}
