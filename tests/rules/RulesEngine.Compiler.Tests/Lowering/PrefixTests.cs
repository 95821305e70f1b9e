using System.Buffers.Binary;
using CsCheck;
using RulesEngine.Compiler.Lowering;

namespace RulesEngine.Compiler.Tests.Lowering;

public sealed class PrefixTests
{
    [Fact]
    public void The_prefixes_of_a_range_hold_its_numbers_once_and_no_other() =>
        Gen.Select(Number, Number).Sample((one, other) =>
        {
            var (lowest, highest) = (Math.Min(one, other), Math.Max(one, other));
            var prefixes = Prefix.Range(lowest, highest).ToArray();
            Assert.InRange(prefixes.Length, 1, 126);
            foreach (var probe in new ulong[] { 0, lowest, lowest - 1, lowest + 1, (lowest / 2) + (highest / 2),
                highest, highest - 1, highest + 1, ulong.MaxValue })
            {
                var holding = prefixes.Count(prefix => prefix.Contains(Prefix.Number(probe)));
                Assert.Equal(probe >= lowest && probe <= highest ? 1 : 0, holding);
            }
        }, iter: 20_000);

    [Fact]
    public void A_port_range_is_few_prefixes() => Assert.Single(Prefix.Range(0, 1023));

    [Fact]
    public void A_prefix_stands_before_what_it_contains_and_nothing_foreign_between() =>
        Gen.Select(Number, Gen.Int[0, 64]).Array[2, 12].Sample(items =>
        {
            var sorted = items.Select(item => Cut(item.Item1, item.Item2)).Distinct().Order().ToArray();
            for (var outer = 0; outer < sorted.Length; outer++)
            {
                var contained = Enumerable.Range(0, sorted.Length)
                    .Where(inner => sorted[outer].Contains(sorted[inner])).ToArray();
                Assert.Equal(Enumerable.Range(outer, contained.Length), contained);
            }
        }, iter: 5000);

    [Fact]
    public void An_exact_text_is_no_beginning_of_a_longer_one()
    {
        Assert.False(Prefix.ExactText("/a"u8).Contains(Prefix.ExactText("/a/b"u8)));
        Assert.True(Prefix.TextStart("/a"u8).Contains(Prefix.ExactText("/a"u8)));
        Assert.True(Prefix.TextStart("/a"u8).Contains(Prefix.ExactText("/ab"u8)));
    }

    private static Gen<ulong> Number => Gen.OneOf(
        Gen.ULong, Gen.ULong[0, 100], Gen.ULong[ulong.MaxValue - 100, ulong.MaxValue], Gen.UShort
            .Select(value => (ulong)value));

    private static Prefix Cut(ulong number, int bits)
    {
        var mask = bits == 0 ? 0 : ulong.MaxValue << (64 - bits);
        var key = new byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(key, number & mask);
        return new Prefix(key[..((bits + 7) / 8)], bits);
    }
}
