using System.Text;
using RulesEngine.Runtime.Evaluation.Values;
using RulesEngine.Runtime.State;

namespace RulesEngine.Runtime.Tests.Evaluation;

public sealed class Base64TextTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("YmFzaA==", "bash")]
    [InlineData("YmFzaA", "bash")]
    [InlineData("YWFhLWJiYg==", "aaa-bbb")]
    [InlineData("Zm9v", "foo")]
    public void Base64_is_decoded_with_padding_or_without(string text, string expected)
    {
        var arena = new ScratchArena();
        Assert.True(Base64Text.TryDecode(arena, Encoding.ASCII.GetBytes(text)));
        Assert.Equal(expected, Encoding.ASCII.GetString(arena.Since(0)));
    }

    [Theory]
    [InlineData("YmFzaB==")]
    [InlineData("YmFza===")]
    [InlineData("Y")]
    [InlineData("YmF*")]
    [InlineData("YmFzaA=")]
    public void Anything_else_is_not_base64(string text) =>
        Assert.False(Base64Text.TryDecode(new ScratchArena(), Encoding.ASCII.GetBytes(text)));
}
