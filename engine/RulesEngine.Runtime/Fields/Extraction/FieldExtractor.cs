using System.Collections.Frozen;

namespace RulesEngine.Runtime.Fields.Extraction;

/// <summary>
/// Which code reads which field. Extraction receives an event with everything known when it happened and gives the
/// value that Falco gives, or none; it changes nothing and allocates nothing. The groups below are the classes of the
/// field table; a test asserts that every field of the table has its code here.
/// </summary>
public static class FieldExtractor
{
    private static readonly FrozenDictionary<string, Extraction> ByName = Collect();

    /// <summary>The names of all fields that can be read.</summary>
    public static IEnumerable<string> Names => ByName.Keys;

    /// <summary>The code for a field; a field without code (of a plugin that is not ours) never has a value.</summary>
    public static Extraction Find(FieldDefinition definition)
    {
        if (definition.Extraction is { } own) return own;
        if (definition.ClassName == "static") return StaticFields.Value;
        return ByName.TryGetValue(definition.Name, out var extraction) ? extraction : StaticFields.Nothing;
    }

    private static FrozenDictionary<string, Extraction> Collect()
    {
        var table = new Dictionary<string, Extraction>();
        GenericEventFields.Register(table);
        EventFields.Register(table);
        EventArgumentFields.Register(table);
        EventBufferFields.Register(table);
        ProcessFields.Register(table);
        AncestorFields.Register(table);
        LeaderFields.Register(table);
        ThreadFields.Register(table);
        ExecutableFields.Register(table);
        UserFields.Register(table);
        FdFields.Register(table);
        FdNameFields.Register(table);
        FdSocketFields.Register(table);
        FsPathFields.Register(table);
        FdListFields.Register(table);
        ContainerFields.Register(table);
        ContainerMountFields.Register(table);
        PodFields.Register(table);
        return table.ToFrozenDictionary();
    }
}
