using System.Collections.Immutable;
using System.Net;
using System.Text;
using CsCheck;
using RulesEngine.Runtime.Evaluation;
using RulesEngine.Runtime.Fields;
using RulesEngine.Runtime.Matching;

namespace RulesEngine.Runtime.Tests.Matching;

/// <summary>Each look-up table beside a walk over all its entries.</summary>
public sealed class ValueTableTests
{
    private static readonly string[] Texts =
        ["", "a", "ab", "abc", "abcd", "b", "/a", "/a/", "/a/b", "/a/b/c", "ü",
            "a long text with more than eight bytes", "a long text"];

    [Fact]
    public void Texts_find_their_longest_entry() =>
        Gen.Select(Gen.OneOf(Texts).HashSet[0, 6], Gen.OneOf(Texts).HashSet[0, 6], Gen.OneOf(Texts).Array[20]).Sample(
            (whole, starts, probes) =>
            {
                var entries = whole.Select(text => Entry(DimensionKeys.ExactText(Encoding.UTF8.GetBytes(text))))
                    .Concat(starts.Select(text => Entry(Encoding.UTF8.GetBytes(text)))).ToImmutableArray();
                var table = new TextTable(entries);
                foreach (var probe in probes)
                {
                    var text = Encoding.UTF8.GetBytes(probe);
                    Assert.Equal(Longest(entries, DimensionKeys.ExactText(text)), table.Find(text));
                }
            }, iter: 5000);

    [Theory]
    [InlineData(0UL)]
    [InlineData(DimensionKeys.SignBit)]
    public void Numbers_find_their_longest_entry(ulong flip) =>
        Gen.Select(Gen.Select(Gen.ULong, Gen.Int[0, 64]).Array[0, 8], Gen.ULong.Array[20]).Sample((prefixes, probes) =>
        {
            var entries = Distinct(prefixes.Select(prefix => Cut(DimensionKeys.Number(prefix.Item1), prefix.Item2)));
            var table = new NumberTable(entries, flip);
            foreach (var probe in probes.Concat(prefixes.Select(prefix => prefix.Item1)))
            {
                var value = FieldValue.Of(FieldType.UInt64);
                value.Take((long)(probe ^ flip));
                Assert.Equal(Longest(entries, DimensionKeys.Number(probe)), table.Find(value));
            }
        }, iter: 5000);

    [Fact]
    public void Addresses_find_their_longest_entry_of_their_family()
    {
        string[] addresses = ["10.0.0.1", "10.0.0.2", "10.128.0.1", "0.0.0.0", "255.255.255.255", "::", "::1",
            "2001:db8::1", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"];
        var address = Gen.OneOf(addresses).Select(text => IPAddress.Parse(text).GetAddressBytes());
        Gen.Select(Gen.Select(address, Gen.Int[0, 136]).Array[0, 8], address.Array[20]).Sample((prefixes, probes) =>
        {
            var entries = Distinct(prefixes.Select(prefix =>
                Cut(DimensionKeys.Address(prefix.Item1), Math.Min(prefix.Item2, 8 + (prefix.Item1.Length * 8)))));
            var table = new AddressTable(entries);
            foreach (var probe in probes)
            {
                var value = FieldValue.Of(FieldType.IPAddr);
                value.Take(probe.AsSpan());
                Assert.Equal(Longest(entries, DimensionKeys.Address(probe)), table.Find(value));
            }
        }, iter: 5000);
    }

    [Fact]
    public void Ends_find_their_longest_entry() =>
        Gen.Select(Gen.OneOf(Texts).HashSet[1, 6], Gen.OneOf(Texts).Array[20]).Sample((ends, probes) =>
        {
            var entries = ends.Select(text => Entry(Backwards(text))).ToImmutableArray();
            var table = new TextEndTable(entries);
            foreach (var probe in probes)
                Assert.Equal(Longest(entries, Backwards(probe)), table.Find(Encoding.UTF8.GetBytes(probe)));
        }, iter: 2000);

    [Fact]
    public void Paths_are_found_as_pmatch_compares_them()
    {
        var path = Gen.OneOf("a", "b", "ab", "/", "//").Array[0, 6].Select(string.Concat);
        Gen.Select(path.HashSet[1, 4], path.Array[20]).Sample((paths, probes) =>
        {
            var spelled = paths.Select(text => "/" + string.Join('/', text.Split('/', StringSplitOptions.RemoveEmptyEntries)))
                .Where(text => text != "/").Distinct().ToArray();
            var entries = spelled.SelectMany(text => (IndexEntry[])
                [Entry(DimensionKeys.ExactText(Encoding.UTF8.GetBytes(text))), Entry(Encoding.UTF8.GetBytes(text + "/"))])
                .ToImmutableArray();
            var table = new PathTable(entries);
            var plain = new PathPrefixSet(spelled.Select(text => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(text)));
            foreach (var probe in probes.Select(text => Encoding.UTF8.GetBytes(text)))
                Assert.Equal(plain.IsMatch(probe), table.Find(probe) != ValueTable.NoEntry);
        }, iter: 2000);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Parts_find_each_entry_that_the_text_contains_once(bool ignoresCase)
    {
        var text = Gen.OneOf("a", "b", "ab", "A", "B", ".", "ssh", "ü").Array[1, 8].Select(string.Concat);
        Gen.Select(text.HashSet[0, 8], text.Array[20]).Sample((parts, probes) =>
        {
            var comparison = ignoresCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
            var needles = parts.Select(part => ignoresCase ? part.ToLowerInvariant() : part).Distinct().ToArray();
            var table = new PartTable(
                [.. needles.Select(part => Entry(DimensionKeys.ExactText(Encoding.UTF8.GetBytes(part))))], ignoresCase);
            foreach (var probe in probes)
            {
                var expected = Enumerable.Range(0, needles.Length).Where(i => probe.Contains(needles[i], comparison));
                Assert.Equal(expected, table.Find(Encoding.UTF8.GetBytes(probe)).ToArray().Order());
            }
        }, iter: 2000);
    }

    [Fact]
    public void Parts_may_be_made_of_every_byte()
    {
        byte[] all = [.. Enumerable.Range(1, 255).Select(letter => (byte)letter)];
        var table = new PartTable([Entry([.. all, 0]), Entry([0, 1, 0])], ignoresCase: false);
        Assert.Equal([0, 1], table.Find([9, .. all, 0, 1]).ToArray().Order());
        Assert.Empty(table.Find(all.AsSpan(1)).ToArray());
    }

    private static byte[] Backwards(string text) => [.. Encoding.UTF8.GetBytes(text).Reverse()];

    private static int Longest(ImmutableArray<IndexEntry> entries, byte[] key)
    {
        var longest = ValueTable.NoEntry;
        for (var i = 0; i < entries.Length; i++)
        {
            if (DimensionKeys.Covers(entries[i].Key, entries[i].PrefixBits, key)
                && (longest < 0 || entries[i].PrefixBits > entries[longest].PrefixBits))
                longest = i;
        }

        return longest;
    }

    private static IndexEntry Entry(byte[] key) => new(key, key.Length * 8, []);

    private static ImmutableArray<IndexEntry> Distinct(IEnumerable<IndexEntry> entries) =>
        [.. entries.DistinctBy(entry => (Convert.ToHexString(entry.Key), entry.PrefixBits))];

    private static IndexEntry Cut(byte[] key, int bits)
    {
        var cut = key[..((bits + 7) / 8)];
        if ((bits & 7) != 0)
            cut[^1] &= (byte)(0xFF << (8 - (bits & 7)));
        return new IndexEntry(cut, bits, []);
    }
}
