using System.Buffers.Binary;
using System.Collections.Immutable;
using RulesEngine.Runtime.Events;
using RulesEngine.Runtime.Fields;

namespace RulesEngine.Runtime.Evaluation.Given;

/// <summary>
/// An event that is known by the values of its fields alone, as written in a test. A field that is not given has no value.
/// A few values follow from others: the networks of addresses, the parent and the n-th ancestor from the list of
/// ancestors, and what every event of a system call has (<c>evt.num</c>, <c>evt.dir</c>, <c>evt.source</c>).
/// </summary>
public sealed class GivenEvent
{
    /// <summary>Fields of all ancestors, from the parent on, with the field that is about the parent alone.</summary>
    private static readonly Dictionary<string, string> ParentFields = new(StringComparer.Ordinal)
    {
        ["proc.aname"] = "proc.pname",
        ["proc.aexe"] = "proc.pexe",
        ["proc.aexepath"] = "proc.pexepath",
        ["proc.acmdline"] = "proc.pcmdline",
        ["proc.apid"] = "proc.ppid",
    };

    private readonly Dictionary<string, GivenValue> _values = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ImmutableArray<GivenValue>> _ancestors = new(StringComparer.Ordinal);

    private GivenEvent(ushort code, string type)
    {
        Code = code;
        Follow("evt.type", type);
        Follow("evt.num", "1");
        Follow("evt.dir", "<");
        Follow("evt.source", "syscall");
        if (SyscallTable.TryFind(type, out _))
            Follow("syscall.type", type);
    }

    /// <summary>The code by which rules are chosen.</summary>
    public ushort Code { get; }

    /// <summary>An event of a type, as <c>evt.type</c> names it; null when there is no such type.</summary>
    public static GivenEvent? Of(string type)
    {
        var codes = EventTable.CodesByName(type).Where(code => code > EventCodes.GenericExit).ToArray();
        if (codes.Length > 0)
            return new GivenEvent(codes.OrderBy(code => EventTable.All[code].IsExit).ThenBy(code => EventTable.All[code].IsCurrent).Last(), type);
        return SyscallTable.TryFind(type, out _) ? new GivenEvent(EventCodes.GenericExit, type) : null;
    }

    /// <summary>Whether a field takes a list of values: its own, or one for each ancestor, the parent first.</summary>
    public static bool TakesList(FieldReference field) => field.IsList || IsAncestors(field);

    /// <summary>Gives a field its value; null, or what is wrong, in words that follow the field's name.</summary>
    public string? Set(FieldReference field, ImmutableArray<string> values)
    {
        if (Refusal(field) is { } refusal)
            return refusal;
        if (field.IsList)
        {
            _values[KeyOf(field)] = GivenValue.List(values);
            return null;
        }

        var parsed = ImmutableArray.CreateBuilder<GivenValue>(values.Length);
        foreach (var text in values)
        {
            if (GivenValue.Parse(field.Type, text, out var error) is not { } value)
                return $"`{text}` {error}";
            parsed.Add(value);
        }

        if (IsAncestors(field))
            SetAncestors(field.Definition.Name, parsed.MoveToImmutable());
        else
            _values[KeyOf(field)] = parsed[0];
        return null;
    }

    /// <summary>The value of a field; null where it has none.</summary>
    public GivenValue? Find(FieldReference field) => Find(KeyOf(field));

    internal GivenValue? Find(string key)
    {
        if (_values.TryGetValue(key, out var value))
            return value;
        return key is ['f', 'd', '.', _, 'n', 'e', 't'] ? Find($"fd.{key[3]}ip") : null;
    }

    internal IEnumerable<string> Keys => _values.Keys;

    /// <summary>The values of all ancestors; of the parent where only that is given; else none.</summary>
    internal ImmutableArray<GivenValue> Ancestors(string field) =>
        _ancestors.TryGetValue(field, out var all) ? all : Find(ParentFields[field]) is { } parent ? [parent] : [];

    /// <summary>The same for two spellings of one field.</summary>
    internal static string KeyOf(FieldReference field) =>
        field.HasArgument ? $"{field.Definition.Name}[{field.Index},{field.Key}]" : field.Definition.Name;

    /// <summary>The event as bytes: a header and no parameters.</summary>
    internal byte[] ToBytes()
    {
        var bytes = new byte[EventView.HeaderBytes];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(16), EventView.HeaderBytes);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(20), Code);
        return bytes;
    }

    private static bool IsAncestors(FieldReference field) => !field.HasArgument && ParentFields.ContainsKey(field.Definition.Name);

    private static string? Refusal(FieldReference field) => field.Definition.Name switch
    {
        "evt.type" => "is set already",
        "fd.ip" or "fd.net" => "compares both ends: give fd.cip and fd.sip",
        "fd.port" or "fd.proto" => "compares both ends: give fd.cport and fd.sport",
        "fd.cip.name" or "fd.sip.name" or "fd.lip.name" or "fd.rip.name" => "has no value to give: the engine looks up no names",
        "evt.around" => "compares with the time of an event in a capture: use a capture",
        "proc.aenv" when field.Key.Length == 0 => "is about all ancestors: give one variable, proc.aenv[NAME]",
        _ => null,
    };

    private void SetAncestors(string field, ImmutableArray<GivenValue> values)
    {
        _ancestors[field] = values;
        _values[field] = GivenValue.Parse(FieldType.CharBuf, string.Join(' ', values.Select(value => value.Text)), out _)!;
        for (var i = 0; i < values.Length; i++)
            _values.TryAdd($"{field}[{i + 1},]", values[i]);
        if (!values.IsEmpty)
            _values.TryAdd(ParentFields[field], values[0]);
    }

    private void Follow(string field, string text)
    {
        if (FieldTable.TryFind(field, out var definition))
            _values[field] = GivenValue.Parse(definition!.Type, text, out _)!;
    }
}
