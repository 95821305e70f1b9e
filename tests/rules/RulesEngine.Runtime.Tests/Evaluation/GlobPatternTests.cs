using System.Text;
using RulesEngine.Runtime.Evaluation;

namespace RulesEngine.Runtime.Tests.Evaluation;

public sealed class GlobPatternTests
{
    [Theory]
    [InlineData("*", "")]
    [InlineData("*", "/etc/.hidden")]
    [InlineData("/etc/*", "/etc/a/b")]
    [InlineData("?", "/")]
    [InlineData("a*b*c", "aXbYbZc")]
    [InlineData("[abc]", "b")]
    [InlineData("[!abc]", "d")]
    [InlineData("[^abc]", "d")]
    [InlineData("[a-c]x", "bx")]
    [InlineData("[]a]", "]")]
    [InlineData("[[:digit:]]", "7")]
    [InlineData("\\*", "*")]
    [InlineData("[abc", "[abc")]
    [InlineData("a**", "a")]
    public void A_text_that_fnmatch_accepts_matches(string pattern, string text) =>
        Assert.True(Glob(pattern).IsMatch(Encoding.UTF8.GetBytes(text)));

    [Theory]
    [InlineData("", "a")]
    [InlineData("?", "")]
    [InlineData("a*b", "a")]
    [InlineData("[abc]", "d")]
    [InlineData("[!abc]", "a")]
    [InlineData("\\*", "x")]
    [InlineData("[[:digit:]]", "x")]
    [InlineData("ABC", "abc")]
    [InlineData("\\", "\\")]
    public void A_text_that_fnmatch_refuses_does_not_match(string pattern, string text) =>
        Assert.False(Glob(pattern).IsMatch(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void A_question_mark_is_one_byte_and_not_one_character()
    {
        Assert.False(Glob("?").IsMatch("é"u8));
        Assert.True(Glob("??").IsMatch("é"u8));
        Assert.True(Glob("/p?").IsMatch([(byte)'/', (byte)'p', 0xFF]));
    }

    [Fact]
    public void Case_is_ignored_only_when_asked_to()
    {
        Assert.True(new GlobPattern("ab[C]*"u8.ToArray(), ignoreCase: true).IsMatch("ABcd"u8));
        Assert.False(Glob("ab[C]*").IsMatch("ABcd"u8));
    }

    [Fact]
    public void Many_stars_do_not_take_long() =>
        Assert.False(Glob(string.Concat(Enumerable.Repeat("*a", 30)) + "*b").IsMatch(new byte[2000].AsSpan()));

    private static GlobPattern Glob(string pattern) => new(Encoding.UTF8.GetBytes(pattern), ignoreCase: false);
}
