using System.Text;
using RulesEngine.Compiler.Checking;
using RulesEngine.Runtime.Evaluation;
using RulesEngine.Runtime.Fields;

namespace RulesEngine.Compiler.Tests.Checking;

public sealed class OutputTemplateTests
{
    [Theory]
    [InlineData("opened (file=%fd.name)", "'opened (file=' fd.name ')'")]
    [InlineData("%proc.namefoo", "proc.name 'foo'")]
    [InlineData("%20proc.name|%3evt.type|", "proc.name/20 '|' evt.type/3 '|'")]
    [InlineData("%evt.arg.flags %evt.arg[0]", "evt.arg.flags ' ' evt.arg[0]")]
    [InlineData("%evt.arg.flagsx", "evt.arg.flags 'x'")]
    [InlineData("%proc.aname[2]", "proc.aname[2]")]
    [InlineData("%proc.aname[x]", "proc.aname '[x]'")]
    [InlineData("%proc.aname[1", "proc.aname '[1'")]
    [InlineData("%toupper(proc.name)s", "toupper(proc.name) 's'")]
    [InlineData("%toupper(proc.name)[x]", "toupper(proc.name) '[x]'")]
    [InlineData("%concat(proc.name, fd.name)", "concat(proc.name,fd.name)")]
    [InlineData("%join('-', (proc.name, fd.name))", "join(-,(proc.name,fd.name))")]
    [InlineData("%proc.name.", "proc.name '.'")]
    [InlineData("é %proc.name €", "'é ' proc.name ' €'")]
    [InlineData("nothing", "'nothing'")]
    public void The_longest_text_that_compiles_is_a_value(string output, string tokens) =>
        Assert.Equal(tokens, Describe(Parse(output)));

    [Theory]
    [InlineData("x %proc.nope y")]
    [InlineData("100%% %proc.name")]
    [InlineData("a % b")]
    [InlineData("%nope")]
    [InlineData("%evt.arg")]
    [InlineData("%evt.arg.nopearg")]
    [InlineData("%nope(proc.name)")]
    [InlineData("%toupper(proc.name")]
    [InlineData("%toupper(evt.num)")]
    [InlineData("%val(proc.name)")]
    public void A_percent_sign_without_a_field_is_rejected(string output) =>
        Assert.Equal("unknown filter: unexpected token after '", Error(output));

    [Fact]
    public void A_percent_sign_cannot_end_an_output() =>
        Assert.Equal("invalid formatting syntax: formatting cannot end with a %", Error("x %"));

    [Theory]
    [InlineData("")]
    [InlineData("*")]
    public void An_output_needs_a_text(string output) => Assert.Equal("empty formatting token", Error(output));

    [Fact]
    public void A_leading_star_allows_missing_values()
    {
        Assert.True(Parse("*%proc.name").AllowsMissing);
        Assert.False(Parse("%proc.name*").AllowsMissing);
        Assert.Equal("proc.name", Describe(Parse("*%proc.name")));
    }

    [Fact]
    public void Fields_are_those_named_anywhere_each_once_in_order() => Assert.Equal(
        ["proc.pid", "proc.name", "fd.name", "proc.aname[2]"],
        Parse("%proc.pid %join('-', (proc.name, toupper(fd.name))) %proc.name %proc.aname[2] %proc.pid").Fields
            .Select(field => field.Field.Text));

    [Fact]
    public void Static_fields_are_known_to_the_catalog_that_has_them()
    {
        var catalog = FieldCatalog.Default.WithStaticFields([new("team", "blue")]);
        var template = OutputTemplateParser.Parse("%static.team", catalog).Template!;
        var token = Assert.IsType<ValueToken>(Assert.Single(template.Tokens));
        Assert.Equal("blue", Assert.IsType<FieldSource>(token.Source).Field.Key);
        Assert.NotNull(OutputTemplateParser.Parse("%static.team", FieldCatalog.Default).Error);
    }

    private static OutputTemplate Parse(string output)
    {
        var result = OutputTemplateParser.Parse(output, FieldCatalog.Default);
        Assert.True(result.Error is null, $"{output}: {result.Error}");
        return result.Template!;
    }

    private static string? Error(string output) => OutputTemplateParser.Parse(output, FieldCatalog.Default).Error;

    private static string Describe(OutputTemplate template) => string.Join(' ', template.Tokens.Select(token => token switch
    {
        LiteralToken literal => $"'{Encoding.UTF8.GetString(literal.Text.Span)}'",
        ValueToken value => value.Text + (value.Width > 0 ? $"/{value.Width}" : ""),
        _ => throw new InvalidOperationException(),
    }));
}
