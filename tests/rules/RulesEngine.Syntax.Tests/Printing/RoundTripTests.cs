using CsCheck;
using RulesEngine.Syntax.Grammar;
using RulesEngine.Syntax.Printing;
using RulesEngine.Syntax.Tests.Support;

namespace RulesEngine.Syntax.Tests.Printing;

public sealed class RoundTripTests
{
    [Fact]
    public void Reading_what_was_printed_gives_the_same_tree() => ExprGen.Tree.Sample(
        tree =>
        {
            var text = ConditionPrinter.Print(tree);
            var parsed = ConditionParser.Parse(text, ConditionParser.RulesFileMaxDepth);
            Assert.True(parsed.Error is null, $"{text}: {parsed.Error}");
            Assert.Equal(tree, parsed.Expression);
        },
        iter: 5_000);

    [Theory]
    [InlineData("a.b = ''", "a.b = ")]
    [InlineData("a.b = 'it''s'", null)]
    [InlineData("a.b = \"it's\"", "a.b = it's")]
    [InlineData("a.b = 'x y'", "a.b = \"x y\"")]
    [InlineData("a.b = \"\\t\\\\\"", null)]
    [InlineData("a.b = \"\\t\\\\.\"", "a.b = \"\\t\\\\.\"")]
    [InlineData("a.b in ('',x)", "a.b in (, x)")]
    [InlineData("a.b[x] = y", "a.b[x] = y")]
    [InlineData("a.b['x y'] = y", "a.b[\"x y\"] = y")]
    [InlineData("concat( a.b , 'x y' , 5 ) = y", "concat(a.b,\"x y\",5) = y")]
    [InlineData("join(\",\", (a.b, c.d)) = y", "join(,,(a.b,c.d)) = y")]
    [InlineData("a.b   startswith   anyof ( x,y )", "a.b startswith anyof (x, y)")]
    public void The_normal_form_is_Falcos(string text, string? normal)
    {
        if (normal is null)
        {
            Conditions.Error(text);
            return;
        }

        Assert.Equal(normal, Conditions.Normal(text));
    }
}
