namespace RulesEngine.Runtime.Fields;

/// <summary>
/// A field as a condition or an output names it: the definition plus the argument, resolved once at load.
/// Two references are equal when they extract the same value.
/// </summary>
/// <param name="Definition">The field's entry in the field table.</param>
/// <param name="Text">The canonical spelling, <c>proc.aname[2]</c>: the key in <c>output_fields</c>.</param>
/// <param name="HasArgument">Whether an argument was given.</param>
/// <param name="Index">The argument as a number where the field takes an index, else 0.</param>
/// <param name="Key">The argument as text where the field takes a key, else empty.</param>
/// <param name="Type">
/// The type used for checking: the definition's, except <c>evt.rawarg.X</c>, whose type is that of the parameter.
/// </param>
public sealed record FieldReference(
    FieldDefinition Definition,
    string Text,
    bool HasArgument,
    long Index,
    string Key,
    FieldType Type)
{
    public bool IsList => Definition.IsList;
}
