namespace RulesEngine.Compiler.Resolving;

/// <summary>Names of rules with <c>*</c> for any text.</summary>
public static class WildcardPattern
{
    /// <summary>Whether the whole name matches.</summary>
    public static bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> name)
    {
        // Where a star was last met, and how much of the name it has taken: the point to return to.
        int star = -1, taken = 0, p = 0, n = 0;
        while (n < name.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                star = p++;
                taken = n;
            }
            else if (p < pattern.Length && pattern[p] == name[n])
            {
                p++;
                n++;
            }
            else if (star >= 0)
            {
                p = star + 1;
                n = ++taken;
            }
            else
            {
                return false;
            }
        }
        return pattern[p..].Trim('*').IsEmpty;
    }

    /// <summary>
    /// As Falco matches the rules its configuration selects: the text between stars is found at its first place and
    /// never looked for again, so that <c>*ab</c> does not match <c>abab</c>.
    /// </summary>
    public static bool MatchesAsFalco(ReadOnlySpan<char> pattern, ReadOnlySpan<char> name)
    {
        while (true)
        {
            var star = pattern.IndexOf('*');
            if (star < 0)
                return pattern.SequenceEqual(name);
            if (!name.StartsWith(pattern[..star]))
                return false;
            name = name[star..];
            pattern = pattern[star..].TrimStart('*');
            if (pattern.IsEmpty)
                return true;

            var next = pattern.IndexOf('*');
            var literal = next < 0 ? pattern : pattern[..next];
            var place = name.IndexOf(literal);
            if (place < 0)
                return false;
            name = name[(place + literal.Length)..];
            pattern = pattern[literal.Length..];
        }
    }
}
