using System.Collections.Frozen;

namespace RulesEngine.Compiler.Loading;

/// <summary>The comparison operators an exception's <c>comps</c> may name, with or without a modifier.</summary>
internal static class ExceptionOperators
{
    private static readonly FrozenSet<string> ListOperators = new[] { "intersects", "in", "pmatch" }.ToFrozenSet();

    private static readonly FrozenSet<string> TextOperators = new[]
    {
        "==", "=", "!=", "glob", "iglob", "contains", "icontains", "bcontains", "startswith", "bstartswith",
        "endswith", "regex",
    }.ToFrozenSet();

    private static readonly FrozenSet<string> OtherOperators = new[] { "exists", "<=", "<", ">=", ">" }.ToFrozenSet();

    private static readonly FrozenSet<string> Modifiers = new[] { "oneof", "anyof", "allof" }.ToFrozenSet();

    public static bool IsKnown(string comp) =>
        TextOperators.Contains(comp) || OtherOperators.Contains(comp) || TakesList(comp);

    /// <summary>Whether the right side is a list: a list operator, or a text operator with a modifier.</summary>
    public static bool TakesList(string comp) => ListOperators.Contains(comp) || HasModifier(comp);

    public static string Trim(string comp) => comp.Trim(' ', '\t', '\n', '\r', '\v', '\f');

    private static bool HasModifier(string comp)
    {
        var blank = comp.IndexOf(' ', StringComparison.Ordinal);
        return blank > 0 && TextOperators.Contains(comp[..blank]) && Modifiers.Contains(comp[blank..].TrimStart());
    }
}
