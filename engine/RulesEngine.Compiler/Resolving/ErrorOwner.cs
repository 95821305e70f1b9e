using RulesEngine.Compiler.Checking;
using RulesEngine.Compiler.Loading;
using RulesEngine.Syntax.Ast;

namespace RulesEngine.Compiler.Resolving;

/// <summary>A condition as parsed, with macros by name: the text that was parsed, and where it was written.</summary>
internal readonly record struct WrittenCondition(Expr Expression, LoadPlace Place, string Text);

/// <summary>
/// Finds out in whose text the errors of a resolved condition stand: its own, or that of a macro it uses. Each is
/// checked by itself, with a check that always holds in the place of macros. Falco points into the rule either way, and
/// stops at the first error.
/// </summary>
internal static class ErrorOwner
{
    /// <summary>A check that always holds.</summary>
    public static readonly Expr Harmless = new UnaryCheckExpr(new FieldExpr("evt.num", null), "exists");

    /// <summary>Every comparison of the rule or its macros that is wrong, in the order of the texts.</summary>
    public static IEnumerable<(CheckError Error, ConditionAnchor Anchor)> FindAll(
        WrittenCondition condition, IEnumerable<ResolvedMacro> macros, CheckOptions options)
    {
        var byName = macros.ToDictionary(macro => macro.Name, StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return Within(condition);

        IEnumerable<(CheckError Error, ConditionAnchor Anchor)> Within(WrittenCondition owner)
        {
            foreach (var part in Parts(owner.Expression))
            {
                if (part is IdentifierExpr { Name: var name })
                {
                    if (!seen.Add(name) || !byName.TryGetValue(name, out var macro))
                        continue;
                    foreach (var inside in Within(new(macro.Written, macro.Document.ConditionPlace, macro.ParsedText)))
                        yield return inside;
                }
                else if (ConditionChecker.Check(part, options).Error is { Position: { } position } error)
                {
                    yield return (error, new ConditionAnchor(owner.Place, owner.Text, position));
                }
            }
        }
    }

    /// <summary>The comparisons and macro references of a condition, in order.</summary>
    private static IEnumerable<Expr> Parts(Expr expr) => expr switch
    {
        AndExpr and => and.Operands.SelectMany(Parts),
        OrExpr or => or.Operands.SelectMany(Parts),
        NotExpr not => Parts(not.Operand),
        _ => [expr],
    };
}
