namespace RulesEngine.Runtime.Fields;

/// <summary>What a field allows beside its type; the names follow Falco's <c>EPF_*</c>.</summary>
[Flags]
public enum FieldFlags : ushort
{
    None = 0,
    FilterOnly = 1,
    PrintOnly = 2,
    ArgumentRequired = 4,
    ArgumentAllowed = 8,
    ArgumentIndex = 16,
    ArgumentKey = 32,
    IsList = 64,
    TableOnly = 128,
    Deprecated = 256,
    NoTransformer = 512,
    NoRightSide = 1024,
    FormatSuggested = 2048,
}

/// <summary>
/// One field of the language. <see cref="Id"/> is dense (its index in the field table), so that extraction is an array
/// look-up. All definitions live in <see cref="FieldTable"/>, which is loaded from Falco's own listing.
/// </summary>
public sealed record FieldDefinition(
    ushort Id,
    string Name,
    FieldType Type,
    FieldFlags Flags,
    string ClassName,
    string Description)
{
    public bool IsList => (Flags & FieldFlags.IsList) != 0;
}
