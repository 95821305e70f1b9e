using RulesEngine.Syntax.Ast;
using RulesEngine.Syntax.Grammar;
using RulesEngine.Syntax.Tests.Support;

namespace RulesEngine.Syntax.Tests.Grammar;

public sealed class DepthTests
{
    [Theory]
    [InlineData(100, 20)]
    [InlineData(1000, 200)]
    public void A_hundred_thousand_parentheses_end_in_an_error_at_the_limit(int limit, int index)
    {
        var error = Conditions.Error(new string('(', 100_000), limit);
        Assert.Equal($"exceeded max depth limit of {limit}", error.Message);
        Assert.Equal(index, error.Position.Index);
    }

    [Fact]
    public void Other_ways_to_nest_end_at_the_limit_too()
    {
        const int many = 100_000;
        Assert.StartsWith("exceeded", Conditions.Error(string.Concat(Enumerable.Repeat("not(", many))).Message);
        Assert.StartsWith("exceeded", Conditions.Error("a" + string.Concat(Enumerable.Repeat(" and(a", many))).Message);
        Assert.StartsWith("exceeded", Conditions.Error(string.Concat(Enumerable.Repeat("b64(", many))).Message);
        Assert.StartsWith("exceeded", Conditions.Error(
            string.Concat(Enumerable.Repeat("b64(", many)), ConditionParser.RulesFileMaxDepth).Message);
    }

    [Fact]
    public void A_hundred_thousand_negations_and_operands_are_not_deep()
    {
        var negations = string.Concat(Enumerable.Repeat("not ", 100_000)) + "a";
        Assert.Equal(new IdentifierExpr("a"), Conditions.Parse(negations));
        var operands = "a" + string.Concat(Enumerable.Repeat(" or a", 100_000));
        Assert.Equal(100_001, Conditions.Check<OrExpr>(operands).Operands.Length);
    }

    [Theory]
    [InlineData(19, true)]
    [InlineData(20, false)]
    public void Nineteen_parentheses_fit_the_default_limit(int count, bool fits)
    {
        var text = new string('(', count) + "a" + new string(')', count);
        Assert.Equal(fits, ConditionParser.Parse(text).Error is null);
    }

    [Fact]
    public void A_condition_at_the_limit_of_rules_files_fits_a_small_stack()
    {
        var text = new string('(', 199) + "a" + new string(')', 199);
        ParseResult? result = null;
        var thread = new Thread(
            () => result = ConditionParser.Parse(text, ConditionParser.RulesFileMaxDepth), maxStackSize: 256 << 10);
        thread.Start();
        thread.Join();
        Assert.Equal(new IdentifierExpr("a"), result?.Expression);
    }
}
