using RulesEngine.Syntax.Ast;
using RulesEngine.Syntax.Grammar;
using RulesEngine.Syntax.Tests.Support;

namespace RulesEngine.Syntax.Tests.Grammar;

public sealed class ModifierTests
{
    public static TheoryData<string, string> Combinations
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var op in Operators.Strings.Concat(Operators.StringWords))
            {
                foreach (var modifier in Operators.Modifiers)
                {
                    data.Add(op, modifier);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Combinations))]
    public void Every_text_operator_takes_every_modifier(string op, string modifier)
    {
        var check = Conditions.Check<BinaryCheckExpr>($"proc.name {op} {modifier} (cat, bash)");
        Assert.Equal(op, check.Operator);
        Assert.Equal(modifier, check.Modifier);
        Assert.Equal(new ListExpr([new ByteText("cat"), new ByteText("bash")]), check.Right);
    }

    [Theory]
    [InlineData("proc.name == oneof")]
    [InlineData("proc.name == anyof and fd.name exists")]
    [InlineData("proc.name == oneof_something")]
    [InlineData("proc.name == oneof or x")]
    public void A_modifier_without_a_list_is_a_plain_value(string text) =>
        Assert.DoesNotContain("Modifier = oneof", Conditions.Parse(text).ToString());

    [Fact]
    public void A_modifier_may_be_followed_by_the_name_of_a_list()
    {
        var check = Conditions.Check<BinaryCheckExpr>("proc.name == oneof oneof");
        Assert.Equal("oneof", check.Modifier);
        Assert.Equal(new ValueExpr(new ByteText("oneof")), check.Right);
    }

    [Theory]
    [InlineData("proc.name == oneof(cat)", 18)]
    [InlineData("proc.name ==oneof (cat)", 18)]
    [InlineData("proc.name == ONEOF (cat)", 19)]
    [InlineData("proc.name in oneof (cat)", 19)]
    [InlineData("proc.num > oneof (1)", 11)]
    [InlineData("proc.name oneof (a)", 10)]
    public void A_modifier_out_of_place_is_rejected(string text, int index) =>
        Assert.Equal(index, Conditions.Error(text).Position.Index);
}
