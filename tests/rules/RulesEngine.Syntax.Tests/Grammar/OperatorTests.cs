using RulesEngine.Syntax.Ast;
using RulesEngine.Syntax.Grammar;
using RulesEngine.Syntax.Tests.Support;

namespace RulesEngine.Syntax.Tests.Grammar;

public sealed class OperatorTests
{
    public static TheoryData<string> Numeric => [.. Operators.Numeric];

    public static TheoryData<string> Texts => [.. Operators.Strings, .. Operators.StringWords];

    public static TheoryData<string> Words => [.. Operators.StringWords];

    public static TheoryData<string> Lists => [.. Operators.Lists];

    [Fact]
    public void There_are_twenty_operators() => Assert.Equal(20, Operators.All.Distinct().Count());

    [Fact]
    public void Exists_takes_nothing_on_its_right()
    {
        var check = Conditions.Check<UnaryCheckExpr>("a.b exists");
        Assert.Equal("exists", check.Operator);
        Assert.Equal(new FieldExpr("a.b", null), check.Left);
    }

    [Theory]
    [MemberData(nameof(Numeric))]
    public void A_numeric_operator_takes_a_number_or_a_transformer(string op)
    {
        Assert.Equal(new ValueExpr(new ByteText("-1.5e+3")), Conditions.Check<BinaryCheckExpr>($"a.b{op}-1.5e+3").Right);
        Assert.Equal(new ValueExpr(new ByteText("0xFf")), Conditions.Check<BinaryCheckExpr>($"a.b {op} 0xFf").Right);
        Assert.IsType<TransformerExpr>(Conditions.Check<BinaryCheckExpr>($"a.b {op} val(c.d)").Right);
        Assert.StartsWith("expected a number value or a field", Conditions.Error($"a.b {op} x").Message);
        Assert.StartsWith("expected a number value or a field", Conditions.Error($"a.b {op} (1)").Message);
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void A_text_operator_takes_a_string_or_a_transformer(string op)
    {
        Assert.Equal(new ValueExpr(new ByteText("x y")), Conditions.Check<BinaryCheckExpr>($"a.b {op} \"x y\"").Right);
        Assert.Equal(new ValueExpr(new ByteText("<NA>")), Conditions.Check<BinaryCheckExpr>($"a.b {op} <NA>").Right);
        Assert.IsType<TransformerExpr>(Conditions.Check<BinaryCheckExpr>($"a.b {op} toupper(c.d)").Right);
        Assert.StartsWith("expected a string value or a field", Conditions.Error($"a.b {op} (x)").Message);
    }

    [Theory]
    [MemberData(nameof(Words))]
    public void A_text_operator_that_is_a_word_needs_a_blank_behind_it(string op) =>
        Assert.StartsWith("expected a valid check operator", Conditions.Error($"a.b {op}\"x\"").Message);

    [Theory]
    [InlineData("=")]
    [InlineData("==")]
    [InlineData("!=")]
    public void A_text_operator_that_is_a_sign_needs_no_blank(string op) =>
        Assert.Equal($"a.b {op} *.log", Conditions.Normal($"a.b{op}*.log"));

    [Theory]
    [MemberData(nameof(Lists))]
    public void A_list_operator_takes_a_list_a_name_or_a_transformer(string op)
    {
        Assert.Equal(
            new ListExpr([new ByteText("1"), new ByteText("a"), new ByteText("b.c")]),
            Conditions.Check<BinaryCheckExpr>($"a.b {op} (1, 'a', b.c)").Right);
        Assert.Equal(new ListExpr([]), Conditions.Check<BinaryCheckExpr>($"a.b {op}()").Right);
        Assert.Equal(new ValueExpr(new ByteText("some_list")), Conditions.Check<BinaryCheckExpr>($"a.b {op} some_list").Right);
        Assert.IsType<TransformerExpr>(Conditions.Check<BinaryCheckExpr>($"a.b {op} val(c.d)").Right);
        Assert.StartsWith("expected a list, an identifier, or a field", Conditions.Error($"a.b {op} \"a\"").Message);
    }

    [Theory]
    [InlineData("a.b === x")]
    [InlineData("a.b !== x")]
    [InlineData("a.b <> x")]
    [InlineData("a.b ExIsTs")]
    [InlineData("a.b IN (a)")]
    [InlineData("a.b exists something")]
    [InlineData("a.b < 0xAAA.1")]
    public void What_is_almost_an_operator_is_rejected(string text) => Conditions.Error(text);

    [Fact]
    public void A_list_operator_is_found_as_a_prefix()
    {
        var check = Conditions.Check<BinaryCheckExpr>("a.b intersec");
        Assert.Equal("in", check.Operator);
        Assert.Equal(new ValueExpr(new ByteText("tersec")), check.Right);
    }

    [Fact]
    public void Exists_needs_no_blank_before_a_connective() =>
        Assert.Equal("(a.b exists and some_macro)", Conditions.Normal("a.b existsand some_macro"));
}
