using System.Buffers.Binary;
using System.Net;
using RulesEngine.Bpf.Abi;
using RulesEngine.Bpf.Enforcement;
using RulesEngine.Runtime.Matching;

namespace RulesEngine.Bpf.Tests.Enforcement;

/// <summary>The bytes written into the maps mean what the policy says: looked up as the kernel does, they decide as its twin.</summary>
public sealed class GenerationImageTests
{
    private static readonly string[] Texts = ["/etc/shadow", "/etc/", "/etc/ssh/key", "/tmp/x", "/", "cat", "bash", ""];

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void An_image_decides_as_the_policy_it_was_made_from(int generation)
    {
        var random = new Random(20260307);
        var decided = 0;
        for (var round = 0; round < 300; round++)
        {
            var policy = RandomPolicy(random);
            var image = GenerationImage.Build(policy, generation);
            Assert.NotNull(image);
            for (var i = 0; i < 20; i++)
            {
                var subject = RandomSubject(random);
                var expected = KernelDecision.Standing(policy, subject);
                Assert.Equal(expected, Standing(image, subject, generation));
                decided += expected.Any(word => word != 0) ? 1 : 0;
            }
        }

        Assert.InRange(decided, 100, 5900);
    }

    [Fact]
    public void Equal_vectors_are_written_once()
    {
        var vector = Vector(3);
        var policy = new KernelPolicy
        {
            Dimensions = [new KernelDefaults(KernelDimension.ProcName, vector, (ulong[])vector.Clone())],
            Entries = [new KernelEntry(KernelDimension.ProcName, 8, "a"u8.ToArray(), (ulong[])vector.Clone())],
        };
        var image = GenerationImage.Build(policy, 0)!;
        // The event type is always constrained: to all clauses, here none.
        Assert.Equal(2, image.Vectors.Vectors.Count);
    }

    [Fact]
    public void Keys_of_the_two_generations_never_meet()
    {
        var policy = RandomPolicy(new Random(1));
        var first = GenerationImage.Build(policy, 0)!.Entries.Select(entry => Convert.ToHexString(entry.Key)).ToHashSet();
        Assert.DoesNotContain(GenerationImage.Build(policy, 1)!.Entries, entry => first.Contains(Convert.ToHexString(entry.Key)));
    }

    [Fact]
    public void Clauses_that_no_value_takes_out_are_certain()
    {
        var policy = new KernelPolicy
        {
            Clauses = [Clause(0), Clause(1), Clause(2)],
            Rules = ["a", "b", "c"],
            Dimensions = [new KernelDefaults(KernelDimension.FdName, Vector(0, 1), Vector(0, 2))],
            Entries = [new KernelEntry(KernelDimension.FdName, 8, "/"u8.ToArray(), Vector(0, 1, 2))],
        };
        var image = GenerationImage.Build(policy, 0)!;
        var certain = image.Vectors.Vectors[(int)(image.Policy.Certain[(int)KernelDimension.FdName] - image.Vectors.First)];
        Assert.Equal(Vector(0), certain);
    }

    [Fact]
    public void A_policy_with_too_many_clauses_has_no_image() =>
        Assert.Null(GenerationImage.Build(
            new KernelPolicy { Clauses = [.. Enumerable.Range(0, AbiLimits.ClausesMax + 1).Select(Clause)] }, 0));

    private static KernelClause Clause(int rule) => new(rule, KernelAction.Deny, 1, false);

    private static ulong[] Vector(params int[] clauses)
    {
        var vector = new ulong[AbiLimits.VectorWords];
        foreach (var clause in clauses)
            vector[clause >> 6] |= 1UL << (clause & 63);
        return vector;
    }

    private static ulong[] RandomVector(Random random, int clauses) =>
        Vector([.. Enumerable.Range(0, clauses).Where(_ => random.Next(4) != 0)]);

    private static KernelPolicy RandomPolicy(Random random)
    {
        var clauses = random.Next(1, 90);
        KernelDimension[] used = [.. Enum.GetValues<KernelDimension>().Where(_ => random.Next(3) != 0)];
        return new KernelPolicy
        {
            Clauses = [.. Enumerable.Range(0, clauses).Select(Clause)],
            Rules = [.. Enumerable.Range(0, clauses).Select(i => $"rule {i}")],
            DenyMask = RandomVector(random, clauses),
            Dimensions = [.. used.Select(d => new KernelDefaults(d, RandomVector(random, clauses), RandomVector(random, clauses)))],
            Entries =
            [
                .. used.SelectMany(d => Keys(d, random).Select(key => (Dimension: d, key.Bits, key.Key)))
                    .DistinctBy(entry => (entry.Dimension, entry.Bits, Convert.ToHexString(entry.Key)))
                    .Select(entry => new KernelEntry(entry.Dimension, entry.Bits, entry.Key, RandomVector(random, clauses))),
            ],
        };
    }

    private static IEnumerable<(int Bits, byte[] Key)> Keys(KernelDimension dimension, Random random)
    {
        for (var i = random.Next(5); i > 0; i--)
        {
            var key = RandomSubject(random).KeyOf(dimension);
            if (key is null)
                continue;
            var bits = KernelLimits.ShapeOf(dimension) == DimensionShape.Text
                ? 8 * random.Next(key.Length + 1)
                : random.Next((8 * key.Length) + 1);
            key = key[..((bits + 7) >> 3)];
            if ((bits & 7) != 0)
                key[^1] &= (byte)(0xff << (8 - (bits & 7)));
            yield return (bits, key);
        }
    }

    private static KernelSubject RandomSubject(Random random)
    {
        byte[]? Text() => random.Next(5) == 0 ? null : System.Text.Encoding.ASCII.GetBytes(Texts[random.Next(Texts.Length)]);
        return new KernelSubject((ushort)(random.Next(2) == 0 ? 307 : 293))
        {
            ProcName = Text(),
            ProcExePath = Text(),
            FdName = Text(),
            FdSip = random.Next(3) switch { 0 => null, 1 => IPAddress.Parse($"10.0.{random.Next(3)}.{random.Next(3)}"), _ => IPAddress.IPv6Loopback },
            FdSport = random.Next(3) == 0 ? null : (ushort)random.Next(5),
            UserUid = random.Next(3) == 0 ? null : (uint)random.Next(3),
        };
    }

    /// <summary>What <c>match.h</c> does with the maps, in the plainest way.</summary>
    private static ulong[] Standing(GenerationImage image, KernelSubject subject, int generation)
    {
        var standing = Enumerable.Repeat(ulong.MaxValue, AbiLimits.VectorWords).ToArray();
        foreach (var dimension in Enum.GetValues<KernelDimension>())
        {
            if ((image.Policy.Dimensions & (1U << (int)dimension)) == 0)
                continue;
            var value = subject.KeyOf(dimension);
            var index = value is null
                ? image.Policy.Missing[(int)dimension]
                : Longest(image, dimension, value, generation) ?? image.Policy.Defaults[(int)dimension];
            var vector = image.Vectors.Vectors[(int)(index - image.Vectors.First)];
            for (var word = 0; word < standing.Length; word++)
                standing[word] &= vector[word];
        }

        return standing;
    }

    private static uint? Longest(GenerationImage image, KernelDimension dimension, byte[] value, int generation)
    {
        var map = GenerationImage.MapOf(dimension);
        var key = new byte[GenerationImage.KeyBytes(map)];
        key[4] = (byte)generation;
        key[5] = (byte)dimension;
        value.CopyTo(key, 8);
        var valid = map == "re_addresses" ? 32 + (8 * 17) : 32 + (8 * value.Length);
        var best = image.Entries
            .Where(entry => entry.Map == map && Bits(entry.Key) <= valid && DimensionKeys.Covers(entry.Key.AsSpan(4), Bits(entry.Key), key.AsSpan(4)))
            .OrderByDescending(entry => Bits(entry.Key))
            .ToArray();
        return best.Length == 0 ? null : best[0].Vector;
    }

    private static int Bits(byte[] key) => (int)BinaryPrimitives.ReadUInt32LittleEndian(key);
}
