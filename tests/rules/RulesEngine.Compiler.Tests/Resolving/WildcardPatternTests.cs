using RulesEngine.Compiler.Resolving;

namespace RulesEngine.Compiler.Tests.Resolving;

public sealed class WildcardPatternTests
{
    [Theory]
    [InlineData("Read sensitive file *", "Read sensitive file untrusted", true)]
    [InlineData("Read", "Read ", false)]
    [InlineData("*", "", true)]
    [InlineData("*file*", "a file", true)]
    [InlineData("a*c*e", "abcde", true)]
    [InlineData("a*c*f", "abcde", false)]
    [InlineData("", "a", false)]
    public void A_star_stands_for_any_text(string pattern, string name, bool matches)
    {
        Assert.Equal(matches, WildcardPattern.Matches(pattern, name));
        Assert.Equal(matches, WildcardPattern.MatchesAsFalco(pattern, name));
    }

    [Fact]
    public void Falco_does_not_look_again_for_a_text_it_found_too_early()
    {
        Assert.True(WildcardPattern.Matches("*ab", "abab"));
        Assert.False(WildcardPattern.MatchesAsFalco("*ab", "abab"));
    }
}
