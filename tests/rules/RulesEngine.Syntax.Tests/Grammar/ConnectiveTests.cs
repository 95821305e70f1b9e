using RulesEngine.Syntax.Ast;
using RulesEngine.Syntax.Tests.Support;

namespace RulesEngine.Syntax.Tests.Grammar;

public sealed class ConnectiveTests
{
    [Theory]
    [InlineData("a or b and c", "(a or (b and c))")]
    [InlineData("a and b or c", "((a and b) or c)")]
    [InlineData("(a or b) and c", "((a or b) and c)")]
    [InlineData("not a and b", "(not a and b)")]
    [InlineData("a and b and c", "(a and b and c)")]
    public void And_binds_tighter_than_or_and_not_tighter_than_both(string text, string normal) =>
        Assert.Equal(normal, Conditions.Normal(text));

    [Theory]
    [InlineData("not a", "not a")]
    [InlineData("not not a", "a")]
    [InlineData("not not not a", "not a")]
    [InlineData("not(a)", "not a")]
    [InlineData("not not(a)", "a")]
    [InlineData("not (not (not a))", "not not not a")]
    [InlineData("not not(not a)", "not a")]
    public void A_chain_of_negations_is_one_or_none(string text, string normal) =>
        Assert.Equal(normal, Conditions.Normal(text));

    [Theory]
    [InlineData("a and(b)")]
    [InlineData("a or(b) or(c)")]
    [InlineData("(a)and(b)")]
    public void A_parenthesis_may_follow_a_connective_at_once(string text) => Conditions.Parse(text);

    [Theory]
    [InlineData("a andb", "expected blank or '(' after 'and'")]
    [InlineData("a andnot b", "expected blank or '(' after 'and'")]
    [InlineData("(a)andnot(b)", "expected blank or '(' after 'and'")]
    [InlineData("a or b and", "expected blank or '(' after 'and'")]
    [InlineData("a or", "expected blank or '(' after 'or'")]
    [InlineData("and a", "unexpected token after 'and', expecting 'or', 'and'")]
    [InlineData("a or(b)and(c)", "unexpected token after ')', expecting 'or', 'and'")]
    [InlineData("a or or b", "unexpected token after 'or', expecting 'or', 'and'")]
    public void A_connective_needs_two_sides(string text, string message) =>
        Assert.Equal(message, Conditions.Error(text).Message);

    [Theory]
    [InlineData("not")]
    [InlineData("and")]
    [InlineData("notz")]
    [InlineData("and_macro")]
    [InlineData("or_macro")]
    [InlineData("exists")]
    [InlineData("tolower")]
    public void A_word_without_a_dot_is_a_macro_whatever_it_begins_with(string name) =>
        Assert.Equal(new IdentifierExpr(name), Conditions.Parse(name));

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("()")]
    [InlineData("(a")]
    [InlineData("a)")]
    [InlineData("(a))")]
    [InlineData("a b")]
    [InlineData("a, b")]
    [InlineData("! a")]
    [InlineData("a && b")]
    public void Broken_structure_is_rejected(string text) => Conditions.Error(text);
}
