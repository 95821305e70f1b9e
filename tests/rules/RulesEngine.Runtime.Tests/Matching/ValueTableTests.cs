using System.Collections.Immutable;
using System.Net;
using System.Text;
using CsCheck;
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
