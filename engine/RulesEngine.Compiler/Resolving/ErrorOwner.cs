using RulesEngine.Compiler.Checking;
using RulesEngine.Compiler.Loading;
using RulesEngine.Syntax.Ast;

namespace RulesEngine.Compiler.Resolving;

/// <summary>
/// Finds out in whose text an error of a resolved condition stands: the rule's own, or that of a macro it uses. Each is
/// checked by itself, with a check that always holds in the place of macros. Falco points into the rule either way.
/// </summary>
internal static class ErrorOwner
{
    private static readonly Expr Harmless = new UnaryCheckExpr(new FieldExpr("evt.num", null), "exists");

    public static ConditionAnchor? Find(
        CheckError error, ResolvedRule rule, IEnumerable<ResolvedMacro> macros, CheckOptions options)
    {
        if (Check(rule.Written, options) is { } own && own.Message == error.Message)
            return Anchor(rule.Document.ConditionPlace, rule.ParsedText, own);
        foreach (var macro in macros.Where(macro => macro.IsUsed))
        {
            if (Check(macro.Written, options) is { } inside && inside.Message == error.Message)
                return Anchor(macro.Document.ConditionPlace, macro.ParsedText, inside);
        }
        return null;
    }

    /// <summary>A condition with every macro reference replaced.</summary>
    public static Expr WithoutMacros(Expr expr) => expr switch
    {
        AndExpr and => and with { Operands = [.. and.Operands.Select(WithoutMacros)] },
        OrExpr or => or with { Operands = [.. or.Operands.Select(WithoutMacros)] },
        NotExpr not => not with { Operand = WithoutMacros(not.Operand) },
        IdentifierExpr => Harmless,
        _ => expr,
    };

    private static CheckError? Check(Expr written, CheckOptions options) =>
        ConditionChecker.Check(WithoutMacros(written), options).Error;

    private static ConditionAnchor? Anchor(LoadPlace condition, string text, CheckError error) =>
        error.Position is { } position ? new ConditionAnchor(condition, text, position) : null;
}
