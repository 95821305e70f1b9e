using System.Text;
using RulesEngine.Compiler.Loading;
using RulesEngine.Compiler.Resolving;
using RulesEngine.Syntax.Ast;

namespace RulesEngine.Compiler.Inspection;

/// <summary>
/// Finds words that stand alone where a list's name would, <c>in (shell_binarys)</c>, and are almost one: to the language
/// they are texts like any other, which hardly any value equals.
/// </summary>
internal static class MisspeltLists
{
    /// <summary>Letters by which a word may differ from the name it was meant to be.</summary>
    private const int MostDifferences = 2;

    private const int ShortestName = 6;

    /// <summary>Each such word, the name it is close to, and where it stands.</summary>
    public static IEnumerable<(string Word, string Meant, ConditionAnchor Anchor)> Find(CompiledItems compiled)
    {
        string[] names = [.. compiled.Lists.Select(list => list.Name).Where(name => name.Length >= ShortestName)];
        if (names.Length == 0)
            return [];
        var macros = compiled.Macros.Where(macro => !macro.IsBroken)
            .SelectMany(macro => Find(macro.Written, macro.Document.ConditionPlace, macro.ParsedText));
        var rules = compiled.Rules
            .SelectMany(rule => Find(rule.Rule.Written, rule.Rule.Document.ConditionPlace, rule.Rule.ParsedText));
        return macros.Concat(rules);

        IEnumerable<(string, string, ConditionAnchor)> Find(Expr condition, LoadPlace place, string text)
        {
            foreach (var (word, position) in LoneWords(condition))
            {
                if (Nearest.Find(word, names, MostDifferences) is { } meant && meant != word)
                    yield return (word, meant, new ConditionAnchor(place, text, PlaceOf(word, position, text)));
            }
        }
    }

    /// <summary>The word itself, behind the parenthesis.</summary>
    private static SourcePosition PlaceOf(string word, SourcePosition list, string text)
    {
        var distance = Encoding.UTF8.GetBytes(text).AsSpan(list.Index).IndexOf(Encoding.UTF8.GetBytes(word));
        return list with { Index = list.Index + Math.Max(0, distance) };
    }

    private static IEnumerable<(string Word, SourcePosition Position)> LoneWords(Expr condition) => condition switch
    {
        AndExpr and => and.Operands.SelectMany(LoneWords),
        OrExpr or => or.Operands.SelectMany(LoneWords),
        NotExpr not => LoneWords(not.Operand),
        BinaryCheckExpr { Right: ListExpr { Values: [var value] } } check when value.Length >= ShortestName && value.ToString().Contains('_')
            => [(value.ToString(), check.RightPosition)],
        _ => [],
    };
}
