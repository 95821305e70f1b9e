namespace RulesEngine.Syntax.Grammar;

/// <summary>The words of the language, in the order Falco tries and lists them.</summary>
public static class Operators
{
    public const string Exists = "exists";

    public const string Val = "val";

    /// <summary>Take a number on the right.</summary>
    public static readonly IReadOnlyList<string> Numeric = ["<=", "<", ">=", ">"];

    /// <summary>Take a string on the right and need no blank behind them.</summary>
    public static readonly IReadOnlyList<string> Strings = ["==", "=", "!="];

    /// <summary>Take a string on the right; a blank must follow.</summary>
    public static readonly IReadOnlyList<string> StringWords =
        ["glob", "iglob", "contains", "icontains", "bcontains", "startswith", "bstartswith", "endswith", "regex"];

    /// <summary>Take a list on the right.</summary>
    public static readonly IReadOnlyList<string> Lists = ["intersects", "in", "pmatch"];

    /// <summary>Turn an operator that takes a string into one that takes a list.</summary>
    public static readonly IReadOnlyList<string> Modifiers = ["oneof", "anyof", "allof"];

    /// <summary>The transformers, without <see cref="Val"/>, which only the right side knows.</summary>
    public static readonly IReadOnlyList<string> Transformers =
        ["tolower", "toupper", "b64", "basename", "len", "join", "concat", "getopt"];

    /// <summary>All twenty.</summary>
    public static IReadOnlyList<string> All { get; } = [Exists, .. Numeric, .. Strings, .. StringWords, .. Lists];

    internal static string Quoted(IEnumerable<string> words) => string.Join(", ", words.Select(word => $"'{word}'"));
}
