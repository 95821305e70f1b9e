using RulesEngine.Syntax.Ast;
using RulesEngine.Syntax.Grammar;
using RulesEngine.Syntax.Printing;

namespace RulesEngine.Syntax.Tests.Support;

/// <summary>Parses for tests that care about one outcome only.</summary>
internal static class Conditions
{
    public static Expr Parse(string text)
    {
        var result = ConditionParser.Parse(text);
        Assert.True(result.Error is null, $"{text}: {result.Error?.Message} at {result.Error?.Position}");
        return Assert.IsAssignableFrom<Expr>(result.Expression);
    }

    public static string Normal(string text) => ConditionPrinter.Print(Parse(text));

    public static ParseError Error(string text, int maxDepth = ConditionParser.DefaultMaxDepth)
    {
        var result = ConditionParser.Parse(text, maxDepth);
        Assert.Null(result.Expression);
        return Assert.IsType<ParseError>(result.Error);
    }

    public static T Check<T>(string text)
        where T : Expr => Assert.IsType<T>(Parse(text));
}
