using System.Collections.Immutable;
using System.Text;

namespace RulesEngine.Runtime.Fields;

/// <summary>
/// The fields one load may use: the table's and, on top of it, static fields (<c>static.X</c>, whose value is a
/// constant of the configuration) and fields of our plugins. Immutable.
/// </summary>
public sealed class FieldCatalog
{
    private const string StaticPrefix = "static.";
    private const string StaticClass = "static";

    private readonly ImmutableDictionary<string, FieldDefinition> _added;
    private readonly ImmutableDictionary<string, string> _constants;

    private FieldCatalog(
        ImmutableDictionary<string, FieldDefinition> added, ImmutableDictionary<string, string> constants)
    {
        _added = added;
        _constants = constants;
    }

    /// <summary>The table's fields and no more.</summary>
    public static FieldCatalog Default { get; } =
        new(ImmutableDictionary<string, FieldDefinition>.Empty, ImmutableDictionary<string, string>.Empty);

    /// <summary>The fields beyond the table's.</summary>
    public IEnumerable<FieldDefinition> Added => _added.Values.OrderBy(definition => definition.Id);

    /// <summary>This catalog with <c>static.NAME</c> for each entry; the reference's key holds the value.</summary>
    public FieldCatalog WithStaticFields(IEnumerable<KeyValuePair<string, string>> fields)
    {
        var added = _added;
        var constants = _constants;
        foreach (var (name, value) in fields)
        {
            added = added.SetItem(StaticPrefix + name, new FieldDefinition(
                NextId(added), StaticPrefix + name, FieldType.CharBuf, FieldFlags.None, StaticClass, ""));
            constants = constants.SetItem(StaticPrefix + name, value);
        }

        return new FieldCatalog(added, constants);
    }

    /// <summary>
    /// This catalog with a plugin's fields. Names of the table win, as in Falco, where the first class that knows a
    /// name has it; ids are assigned here.
    /// </summary>
    public FieldCatalog WithFields(IEnumerable<FieldDefinition> fields)
    {
        var added = _added;
        foreach (var field in fields)
        {
            if (!FieldTable.TryFind(field.Name, out _) && !added.ContainsKey(field.Name))
            {
                added = added.Add(field.Name, field with { Id = NextId(added) });
            }
        }

        return new FieldCatalog(added, _constants);
    }

    public bool TryFind(string name, out FieldDefinition? definition) =>
        FieldTable.TryFind(name, out definition) || _added.TryGetValue(name, out definition);

    /// <summary>
    /// Looks up what a condition or an output names: <paramref name="name"/> is everything before the brackets
    /// (<c>evt.arg.flags</c>), <paramref name="argument"/> what stands in them, null without brackets. Failures carry
    /// Falco's message.
    /// </summary>
    public FieldLookup Resolve(string name, ReadOnlyMemory<byte>? argument = null)
    {
        var text = argument is { } bytes ? $"{name}[{Encoding.UTF8.GetString(bytes.Span)}]" : name;
        if (_constants.TryGetValue(name, out var constant))
        {
            return argument is null
                ? FieldLookup.Found(new FieldReference(_added[name], text, false, 0, constant, FieldType.CharBuf))
                : FieldLookup.NoSuchField(text);
        }

        return TryFind(name, out var definition)
            ? FieldArguments.Apply(definition!, text, argument)
            : FieldArguments.ResolveDotted(name, text, argument);
    }

    private static ushort NextId(ImmutableDictionary<string, FieldDefinition> added) =>
        (ushort)(FieldTable.All.Length + added.Count);
}
