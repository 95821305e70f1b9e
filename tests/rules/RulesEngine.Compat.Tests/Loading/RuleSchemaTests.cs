using System.Text;
using RulesEngine.Compat.Loading;
using RulesEngine.Compiler.Loading.Yaml;

namespace RulesEngine.Compat.Tests.Loading;

public sealed class RuleSchemaTests
{
    private static IEnumerable<string> Check(string text) =>
        RuleSchema.Check(YamlReader.Read(Encoding.UTF8.GetBytes(text)).Documents[0]);

    [Theory]
    [InlineData("- rule: a\n  enabled: true\n  tags: [a, 5]\n  priority: INFO\n")]
    [InlineData("- list: a\n  items: [1, b]\n")]
    [InlineData("- rule: 5\n  capture_duration: \"10\"\n")]
    [InlineData("{}")]
    public void Texts_that_read_as_the_type_are_of_the_type(string text) => Assert.Empty(Check(text));

    [Fact]
    public void Findings_go_from_the_inside_out() => Assert.Equal(
        [
            "failed for <root>[0][tags][1]: Value type not permitted by 'type' constraint.",
            "failed for <root>[0][tags]: Failed to validate item #1 in array.",
            "failed for <root>[0]: Failed to validate against schema associated with property name 'tags'.",
            "failed for <root>: Failed to validate item #0 in array.",
        ],
        Check("- rule: a\n  tags: [a, [b]]\n"));

    [Fact]
    public void All_alternatives_are_named_when_none_fits() =>
        Assert.Equal(8, Check("- list: a\n  items: [[b]]\n").Count());

    [Theory]
    [InlineData("- colour: red\n", "'colour'")]
    [InlineData("- rule: a\n  rule: b\n", "''")]
    public void A_property_too_many_is_named_where_there_is_one(string text, string name) =>
        Assert.Contains(name, Check(text).First(), StringComparison.Ordinal);
}
