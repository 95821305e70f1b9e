using RulesEngine.Syntax.Ast;
using RulesEngine.Syntax.Grammar;
using RulesEngine.Syntax.Tests.Support;

namespace RulesEngine.Syntax.Tests.Grammar;

public sealed class TransformerTests
{
    public static TheoryData<string> Names => [.. Operators.Transformers];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_transformer_stands_on_either_side(string name)
    {
        var check = Conditions.Check<BinaryCheckExpr>($"{name}(a.b) = {name}( c.d )");
        Assert.Equal(new TransformerExpr(name, [new FieldExpr("a.b", null)], null), check.Left);
        Assert.Equal(new TransformerExpr(name, [new FieldExpr("c.d", null)], null), check.Right);
    }

    [Fact]
    public void Val_stands_on_the_right_only()
    {
        var check = Conditions.Check<BinaryCheckExpr>("a.b = val(c.d)");
        Assert.Equal(new TransformerExpr("val", [new FieldExpr("c.d", null)], null), check.Right);
        Assert.Equal("unexpected token after 'val', expecting 'or', 'and'", Conditions.Error("val(a.b) = c").Message);
    }

    [Theory]
    [InlineData("val()")]
    [InlineData("val(a)")]
    [InlineData("val(\"a\")")]
    [InlineData("val(toupper(a.b))")]
    public void Val_takes_a_plain_field(string right) =>
        Assert.Equal("expected a field within 'val' transformer", Conditions.Error("a.b = " + right).Message);

    [Fact]
    public void Arguments_are_fields_transformers_strings_numbers_and_lists()
    {
        var check = Conditions.Check<BinaryCheckExpr>("join(\"-\", (proc.aname[2], toupper(a.b), 'x y', -5)) = z");
        var call = Assert.IsType<TransformerExpr>(check.Left);
        Assert.Equal(new ValueExpr(new ByteText("-")), call.Arguments[0]);
        Assert.Equal(
            new TransformerListExpr([
                new FieldExpr("proc.aname", new ByteText("2")),
                new TransformerExpr("toupper", [new FieldExpr("a.b", null)], null),
                new ValueExpr(new ByteText("x y")),
                new ValueExpr(new ByteText("-5"))]),
            call.Arguments[1]);
    }

    [Theory]
    [InlineData("getopt((), \"a\")[b] exists", "b")]
    [InlineData("getopt((), \"a\")[\"\"] exists", "")]
    public void A_call_may_have_a_selector(string text, string selector) => Assert.Equal(
        new ByteText(selector), ((TransformerExpr)Conditions.Check<UnaryCheckExpr>(text).Left).Selector);

    [Theory]
    [InlineData("b64 (x.y) exists", 4)]
    [InlineData("b64(x.y [1]) exists", 8)]
    [InlineData("toupper() = A", 8)]
    [InlineData("toupper(bash) = A", 8)]
    [InlineData("basename(a.b,) = a", 13)]
    [InlineData("join(\",\", (a, b)) = a", 11)]
    [InlineData("join(\",\", ((a.b))) = a", 11)]
    [InlineData("join(\",\", (a.b,)) = a", 15)]
    [InlineData("a.b in (b64(x.y))", 11)]
    [InlineData("TOUPPER(a.b) = A", 7)]
    [InlineData("b64(val(x.y)) = 1", 4)]
    public void A_broken_call_is_rejected_where_it_breaks(string text, int index) =>
        Assert.Equal(index, Conditions.Error(text).Position.Index);

    [Fact]
    public void The_name_of_a_transformer_is_a_plain_value_without_a_parenthesis() =>
        Assert.Equal("(some.field = b64 and some_macro)", Conditions.Normal("some.field = b64 and(some_macro)"));
}
