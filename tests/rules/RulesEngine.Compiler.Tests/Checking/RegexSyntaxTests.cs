using System.Text;
using CsCheck;
using RulesEngine.Compiler.Checking;

namespace RulesEngine.Compiler.Tests.Checking;

public sealed class RegexSyntaxTests
{
    [Theory]
    [InlineData("")]
    [InlineData("a**")]
    [InlineData("a{2}{3}")]
    [InlineData("a{,5}")]
    [InlineData("a{x")]
    [InlineData("{")]
    [InlineData("[]a]")]
    [InlineData("[^]a-z]")]
    [InlineData("[a-]")]
    [InlineData("[-a]")]
    [InlineData("[[:alpha:][:^digit:]]")]
    [InlineData("[[:]")]
    [InlineData("^$|()")]
    [InlineData("\\.\\[\\(\\n\\x41\\x{1F600}\\012")]
    [InlineData("(a{10}){100}")]
    [InlineData("^*")]
    public void Posix_syntax_is_accepted(string pattern) => Assert.Null(Find(pattern));

    [Theory]
    [InlineData("(", "missing ): (")]
    [InlineData("a(b", "missing ): a(b")]
    [InlineData("a)b", "unexpected ): a)b")]
    [InlineData("x[ab", "missing ]: [ab")]
    [InlineData("[]", "missing ]: []")]
    [InlineData("*a", "no argument for repetition operator: *")]
    [InlineData("(|+)", "no argument for repetition operator: +")]
    [InlineData("(?i)a", "no argument for repetition operator: ?")]
    [InlineData("{2}", "no argument for repetition operator: {2}")]
    [InlineData("a{2,1}", "invalid repetition size: {2,1}")]
    [InlineData("a{1001}", "invalid repetition size: {1001}")]
    [InlineData("(a{100}){100}", "invalid repetition size: {100}")]
    [InlineData("\\d", "invalid escape sequence: \\d")]
    [InlineData("\\1", "invalid escape sequence: \\1")]
    [InlineData("\\_", "invalid escape sequence: \\_")]
    [InlineData("\\xg1", "invalid escape sequence: \\xg1")]
    [InlineData("a\\", "trailing \\")]
    [InlineData("[[:foo:]]", "invalid character class range: [:foo:]")]
    [InlineData("[z-a]", "invalid character class range: z-a")]
    [InlineData("[a-c-e]", "invalid character class range: -e")]
    public void What_is_not_posix_is_rejected_in_the_words_of_re2(string pattern, string message) =>
        Assert.Equal(message, Find(pattern));

    [Fact]
    public void Bytes_that_are_no_text_are_rejected() => Assert.Equal("invalid UTF-8", RegexSyntax.FindError([0xff]));

    [Fact]
    public void Any_pattern_is_accepted_or_rejected() => Gen.Char["ab01(){}[]^$|*+?.\\-,:xd"].Array[0, 30].Sample(
        pattern => Assert.NotEqual("", Find(new string(pattern))), iter: 20_000);

    private static string? Find(string pattern) => RegexSyntax.FindError(Encoding.UTF8.GetBytes(pattern));
}
