using System.Text;
using RulesEngine.Runtime.Evaluation;

namespace RulesEngine.Runtime.Tests.Evaluation;

public sealed class PosixRegexTests
{
    [Theory]
    [InlineData("syscal.*", "syscall")]
    [InlineData("^[s]{1}ysca[l]{2}$", "syscall")]
    [InlineData("(/[^/]+){2}", "/etc/passwd")]
    [InlineData("a|b|", "")]
    [InlineData("a+?", "")]
    [InlineData("a**", "aaa")]
    [InlineData("[[:alpha:]]+", "Abc")]
    [InlineData("[^[:alpha:]]+", "123")]
    [InlineData("[]a]+", "]a")]
    [InlineData("\\.so", ".so")]
    [InlineData("\\x41\\x{1F600}", "A😀")]
    [InlineData(".", "😀")]
    [InlineData("[^a]", "😀")]
    [InlineData("[😀-😎]", "😂")]
    [InlineData("x{2,}", "xxxx")]
    [InlineData("{1}", "{1}")]
    [InlineData("a{,2}", "a{,2}")]
    [InlineData("a$\nb", "a\nb")]
    public void A_text_that_RE2_accepts_matches(string pattern, string text) =>
        Assert.True(new PosixRegex(Encoding.UTF8.GetBytes(pattern)).IsMatch(Encoding.UTF8.GetBytes(text)));

    [Theory]
    [InlineData("yscal.*", "syscall")]
    [InlineData("syscal", "syscall")]
    [InlineData(".", "\n")]
    [InlineData("A", "a")]
    [InlineData("x{2,3}", "xxxx")]
    [InlineData("[a-c]", "d")]
    public void A_text_that_RE2_refuses_does_not_match(string pattern, string text) =>
        Assert.False(new PosixRegex(Encoding.UTF8.GetBytes(pattern)).IsMatch(Encoding.UTF8.GetBytes(text)));

    [Theory]
    [InlineData("(", "missing ): (")]
    [InlineData("a)", "unexpected ): a)")]
    [InlineData("[a", "missing ]: [a")]
    [InlineData("*a", "no argument for repetition operator: *a")]
    [InlineData("\\d", "invalid escape sequence: \\d")]
    [InlineData("\\1", "invalid escape sequence: \\1")]
    [InlineData("[b-a]", "invalid character class range: b-a]")]
    [InlineData("a\\", "trailing \\")]
    public void A_pattern_that_RE2_refuses_is_refused(string pattern, string reason)
    {
        Assert.False(PosixRegexTranslator.TryTranslate(Encoding.UTF8.GetBytes(pattern), out _, out var error));
        Assert.StartsWith(reason[..10], error, StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_that_are_not_UTF8_count_as_one_character_each()
    {
        Assert.True(new PosixRegex("/p./q."u8).IsMatch([(byte)'/', (byte)'p', 0xFF, (byte)'/', (byte)'q', 0xFF]));
        Assert.False(new PosixRegex("/p./q"u8).IsMatch([(byte)'/', (byte)'p', 0xFF, (byte)'/', (byte)'q', 0xFF]));
    }

    [Fact]
    public void Nested_repetition_does_not_take_long() =>
        Assert.False(new PosixRegex("(a*)*b"u8).IsMatch(Encoding.ASCII.GetBytes(new string('a', 5000))));
}
