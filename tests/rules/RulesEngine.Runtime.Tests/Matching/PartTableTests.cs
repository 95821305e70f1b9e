using System.Text;
using RulesEngine.Runtime.Matching;

namespace RulesEngine.Runtime.Tests.Matching;

/// <summary>The table of parts beside its slow twin, one search per part.</summary>
public sealed class PartTableTests
{
    private const int Seed = 4711;

    [Theory]
    [InlineData(2, false)]
    [InlineData(10, false)]
    [InlineData(10, true)]
    [InlineData(64, true)]
    [InlineData(200, false)]
    [InlineData(200, true)]
    public void The_parts_found_are_those_that_searching_one_by_one_finds(int count, bool ignoresCase)
    {
        var random = new Random(Seed);
        var words = Enumerable.Range(0, count * 3).Select(_ => Word(random, 1, 4));
        var parts = words.Distinct(StringComparer.Ordinal).Take(count).ToArray();
        if (ignoresCase)
            parts = [.. parts.Select(part => part.ToLowerInvariant()).Distinct(StringComparer.Ordinal)];
        var table = new PartTable(
            [.. parts.Select(part => new IndexEntry([.. Encoding.Latin1.GetBytes(part), 0], (part.Length + 1) * 8, []))],
            ignoresCase);
        var found = 0;
        for (var i = 0; i < 2000; i++)
        {
            var text = Word(random, 0, i % 100 == 0 ? 1000 : 12);
            var comparison = ignoresCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
            var expected = parts.Index()
                .Where(item => Folded(text).Contains(Folded(item.Item), comparison)).Select(item => item.Index);
            var actual = table.Find(Encoding.Latin1.GetBytes(text)).ToArray();
            Assert.Equal(expected, actual.Order());
            found += actual.Length;
        }

        Assert.True(found > 0);

        // Only ASCII letters have a case here: other characters are made ones that have none.
        string Folded(string word) => ignoresCase
            ? string.Concat(word.Select(letter => letter > 127 ? (char)(letter + 0xE000) : letter)) : word;
    }

    private static string Word(Random random, int least, int most) => string.Concat(
        Enumerable.Range(0, random.Next(least, most + 1)).Select(_ => "abcABC/\u00e9\u00c9."[random.Next(10)]));
}
