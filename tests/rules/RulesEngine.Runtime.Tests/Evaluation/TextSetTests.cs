using System.Text;
using RulesEngine.Runtime.Evaluation.Tests;

namespace RulesEngine.Runtime.Tests.Evaluation;

public sealed class TextSetTests
{
    private const int Seed = 77;

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(300)]
    public void A_set_holds_its_texts_and_nothing_else(int count)
    {
        var random = new Random(Seed);
        var texts = Enumerable.Range(0, count * 2).Select(_ => Word(random)).Distinct(StringComparer.Ordinal).ToArray();
        var listed = texts[..(texts.Length / 2)];
        var set = new TextSetTest([.. listed.Select(Encoding.UTF8.GetBytes)]);
        Assert.All(listed, text => Assert.True(set.Contains(Encoding.UTF8.GetBytes(text)), text));
        Assert.All(texts[listed.Length..], text => Assert.False(set.Contains(Encoding.UTF8.GetBytes(text)), text));
    }

    [Fact]
    public void Texts_that_differ_only_in_the_middle_are_told_apart()
    {
        byte[][] listed = [.. Enumerable.Range(0, 20).Select(i => Encoding.UTF8.GetBytes($"/usr/lib/{i:D4}/program"))];
        var set = new TextSetTest(listed);
        Assert.All(listed, text => Assert.True(set.Contains(text)));
        Assert.False(set.Contains("/usr/lib/0020/program"u8));
        Assert.False(set.Contains("/usr/lib/0001/programs"u8));
        Assert.False(set.Contains(""u8));
    }

    [Fact]
    public void The_empty_text_and_repeated_texts_may_be_listed()
    {
        var set = new TextSetTest([[], "a"u8.ToArray(), "a"u8.ToArray(), "b"u8.ToArray(), "c"u8.ToArray(), "d"u8.ToArray()]);
        Assert.True(set.Contains(""u8));
        Assert.True(set.Contains("a"u8));
        Assert.False(set.Contains("ab"u8));
    }

    private static string Word(Random random) =>
        string.Concat(Enumerable.Range(0, random.Next(1, 20)).Select(_ => (char)('a' + random.Next(4))));
}
