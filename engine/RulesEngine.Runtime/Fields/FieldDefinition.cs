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

/// <summary>How a field's number prints.</summary>
public enum FieldFormat : byte
{
    NotApplicable,
    Decimal,
    Hexadecimal,

    /// <summary>Ten digits with leading zeros.</summary>
    PaddedDecimal,

    /// <summary>A number that names something; prints in decimal.</summary>
    Id,

    /// <summary>The direction of an event.</summary>
    Direction,
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
    public FieldFormat Format { get; init; }

    /// <summary>Code of its own that reads the field, in the place of the engine's.</summary>
    public Extraction.Extraction? Extraction { get; init; }

    public bool IsList => (Flags & FieldFlags.IsList) != 0;

    /// <summary>Whether Falco's listings show the field.</summary>
    public bool IsListed => (Flags & (FieldFlags.TableOnly | FieldFlags.Deprecated | FieldFlags.PrintOnly)) == 0;
}

/// <summary>A family of fields, as Falco's listing groups them. Several classes may print the same name.</summary>
/// <param name="Name">The key in <see cref="FieldDefinition.ClassName"/>.</param>
/// <param name="PrintedName">What listings say: <c>evt</c>, <c>process</c>.</param>
/// <param name="ShortDescription">What a listing adds in parentheses, or empty.</param>
/// <param name="EventSources">The sources whose events have these fields.</param>
/// <param name="Description">One sentence, or empty.</param>
public sealed record FieldClass(
    string Name, string PrintedName, string ShortDescription, IReadOnlyList<string> EventSources, string Description)
{
    /// <summary>Whether a plugin of Falco provides the fields; their arguments follow the plugins' rules.</summary>
    public bool IsPlugin => PrintedName.EndsWith("(plugin)", StringComparison.Ordinal);
}
