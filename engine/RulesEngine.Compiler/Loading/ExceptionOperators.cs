using RulesEngine.Syntax.Grammar;

namespace RulesEngine.Compiler.Loading;

/// <summary>The comparison operators an exception's <c>comps</c> may name, with or without a modifier.</summary>
internal static class ExceptionOperators
{
    public static bool IsKnown(string comp) => Operators.All.Contains(comp) || HasModifier(comp);

    /// <summary>Whether the right side is a list: a list operator, or a text operator with a modifier.</summary>
    public static bool TakesList(string comp) => Operators.Lists.Contains(comp) || HasModifier(comp);

    public static string Trim(string comp) => comp.Trim(' ', '\t', '\n', '\r');

    private static bool HasModifier(string comp)
    {
        var blank = comp.IndexOf(' ', StringComparison.Ordinal);
        return blank > 0
            && (Operators.Strings.Contains(comp[..blank]) || Operators.StringWords.Contains(comp[..blank]))
            && Operators.Modifiers.Contains(comp[blank..].TrimStart());
    }
}
