namespace RulesEngine.Runtime.Fields;

/// <summary>The outcome of looking a field up: a reference, or Falco's message.</summary>
public readonly record struct FieldLookup(FieldReference? Field, string? Error)
{
    internal static FieldLookup Found(FieldReference field) => new(field, null);

    internal static FieldLookup Failed(string error) => new(null, error);

    internal static FieldLookup NoSuchField(string text) =>
        Failed("filter_check called with nonexistent field " + text);

    internal static FieldLookup BadSyntax(string text) => Failed("filter syntax error: " + text);
}
