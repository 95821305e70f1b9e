using System.Text;
using RulesEngine.Syntax.Ast;
using RulesEngine.Syntax.Tests.Support;

namespace RulesEngine.Syntax.Tests.Grammar;

public sealed class FieldAndTextTests
{
    [Theory]
    [InlineData("x.y[0] = a", "0")]
    [InlineData("x.y[/proc*] = a", "/proc*")]
    [InlineData("x.y[+0.25e+10] = a", "+0.25e+10")]
    [InlineData("x.y['a aa'] = a", "a aa")]
    [InlineData("x.y[\"\"] = a", "")]
    public void A_field_argument_is_bare_or_quoted(string text, string argument) =>
        Assert.Equal(new FieldExpr("x.y", new ByteText(argument)), Conditions.Check<BinaryCheckExpr>(text).Left);

    [Theory]
    [InlineData("x.y[] = a", 4, "expected a valid field argument: a quoted string or a bare string")]
    [InlineData("x.y[ t ] = a", 4, "expected a valid field argument: a quoted string or a bare string")]
    [InlineData("x.y[[] = a", 4, "expected a valid field argument: a quoted string or a bare string")]
    [InlineData("x.y[1 = a", 5, "expected a ']' token")]
    public void A_broken_field_argument_is_rejected(string text, int index, string message)
    {
        var error = Conditions.Error(text);
        Assert.Equal(message, error.Message);
        Assert.Equal(index, error.Position.Index);
    }

    [Theory]
    [InlineData("a.b.c", "a.b.c")]
    [InlineData("a1_.b2_", "a1_.b2_")]
    public void Every_segment_of_a_field_starts_with_a_letter(string name, string expected) =>
        Assert.Equal(new FieldExpr(expected, null), Conditions.Check<UnaryCheckExpr>(name + " exists").Left);

    [Theory]
    [InlineData("a. = 1")]
    [InlineData("a..b = 1")]
    [InlineData("a.1 = 1")]
    [InlineData("a._b = 1")]
    [InlineData("_a.b = 1")]
    [InlineData("1.a = 1")]
    [InlineData("a-b.c = 1")]
    public void What_is_almost_a_field_is_rejected(string text) => Conditions.Error(text);

    [Theory]
    [InlineData("!x")]
    [InlineData("a->b")]
    [InlineData("not")]
    [InlineData("a;b")]
    [InlineData("{a|b}&%$#@[c]*?")]
    [InlineData("é€")]
    public void A_bare_string_may_hold_almost_anything(string value) => Assert.Equal(
        new ValueExpr(new ByteText(value)), Conditions.Check<BinaryCheckExpr>($"a.b = {value}").Right);

    [Theory]
    [InlineData("a.b = a=")]
    [InlineData("a.b = a,")]
    [InlineData("a.b = a'")]
    [InlineData("a.b = a\"")]
    [InlineData("a.b = a(")]
    public void A_bare_string_ends_at_the_signs_of_the_language(string text) =>
        Assert.Equal("unexpected token after 'a', expecting 'or', 'and'", Conditions.Error(text).Message);

    [Theory]
    [InlineData("\"\\b\\f\\n\\r\\t\"", "\b\f\n\r\t")]
    [InlineData("\"a\\ b\"", "a\\b")]
    [InlineData("\"a\\\\b\"", "a\\b")]
    [InlineData("\"a\\/b\"", "a/b")]
    [InlineData("\"a\\\"b'c\"", "a\"b'c")]
    [InlineData("'a\\'b\"c'", "a'b\"c")]
    [InlineData("\"\\x413\"", "A3")]
    [InlineData("\"x\ny\"", "x\ny")]
    [InlineData("\"\"", "")]
    public void A_quoted_string_is_unescaped(string quoted, string value) => Assert.Equal(
        new ValueExpr(new ByteText(value)), Conditions.Check<BinaryCheckExpr>($"a.b = {quoted}").Right);

    [Fact]
    public void A_quoted_string_may_hold_any_byte() => Assert.Equal(
        new ValueExpr(new ByteText([0xff, 0x00, 0x80])), Conditions.Check<BinaryCheckExpr>("a.b = '\\xff\\x00\\x80'").Right);

    [Theory]
    [InlineData("\"\\q\"", "unsupported string escape sequence: \\q")]
    [InlineData("\"\\'\"", "invalid \\' escape in \"-quoted string")]
    [InlineData("'\\\"'", "invalid \\\" escape in '-quoted string")]
    [InlineData("\"\\x4\"", "truncated hex char escape sequence")]
    [InlineData("\"\\xgg\"", "invalid hex char escape sequence: gg")]
    public void A_bad_escape_is_rejected_behind_the_string(string quoted, string message)
    {
        var error = Conditions.Error("a.b = " + quoted);
        Assert.Equal(message, error.Message);
        Assert.Equal(6 + quoted.Length, error.Position.Index);
    }

    [Theory]
    [InlineData("\"foo\\\\\"")]
    [InlineData("\"foo")]
    [InlineData("'foo\"")]
    public void A_backslash_before_the_quote_keeps_a_string_open(string quoted) =>
        Assert.StartsWith("expected a string value or a field", Conditions.Error("a.b = " + quoted).Message);

    [Theory]
    [InlineData("x in (value,)", "unexpected token after 'x', expecting 'or', 'and'")]
    [InlineData("a.b in (value,)", "expected a string value")]
    [InlineData("a.b in (,)", "expected a ')' token")]
    [InlineData("a.b in (1 ,, b)", "expected a string value")]
    [InlineData("a.b in (a b)", "expected a ')' token")]
    [InlineData("a.b in ((a))", "expected a ')' token")]
    public void A_broken_list_is_rejected(string text, string message) =>
        Assert.Equal(message, Conditions.Error(text).Message);

    [Fact]
    public void Positions_count_bytes_and_both_carriage_return_and_line_feed_end_a_line()
    {
        var error = Conditions.Error("a.b = é\r\nand )");
        Assert.Equal(new SourcePosition(14, 3, 5), error.Position);
        Assert.Equal(14, Encoding.UTF8.GetByteCount("a.b = é\r\nand "));
    }
}
