using System.Buffers.Binary;
using System.Collections.Immutable;
using RulesEngine.Bpf.Abi;
using RulesEngine.Runtime.Matching;

namespace RulesEngine.Bpf.Enforcement;

/// <summary>
/// One generation of a policy as the bytes that go into the maps: pure, so that it can be tested without a kernel.
/// <see cref="PolicyWriter"/> puts it there.
/// </summary>
internal sealed class GenerationImage
{
    private GenerationImage(RePolicy policy, VectorTable vectors, ImmutableArray<ReClause> clauses, List<(string, byte[], uint)> entries)
    {
        Policy = policy;
        Vectors = vectors;
        Clauses = clauses;
        Entries = entries;
    }

    public RePolicy Policy { get; }

    public VectorTable Vectors { get; }

    public ImmutableArray<ReClause> Clauses { get; }

    /// <summary>Map, key and vector index of every prefix.</summary>
    public IReadOnlyList<(string Map, byte[] Key, uint Vector)> Entries { get; }

    /// <summary>Lays a policy out for a generation; null where it is larger than the maps.</summary>
    public static GenerationImage? Build(KernelPolicy policy, int generation)
    {
        if (policy.Clauses.Length > AbiLimits.ClausesMax)
            return null;
        var vectors = new VectorTable(generation);
        var image = new RePolicy { Clauses = (uint)policy.Clauses.Length };
        var every = EveryClause(policy.Clauses.Length);
        Constrain(ref image, KernelDimension.EventType, vectors, every, every, every);
        foreach (var dimension in policy.Dimensions)
        {
            var certain = Certain(policy, dimension);
            Constrain(ref image, dimension.Dimension, vectors, dimension.Default, dimension.Missing, certain);
        }

        for (var word = 0; word < AbiLimits.VectorWords; word++)
        {
            image.Deny[word] = policy.DenyMask[word];
            image.Kill[word] = policy.KillMask[word];
            image.Monitor[word] = policy.MonitorMask[word];
        }

        var entries = new List<(string, byte[], uint)>(policy.Entries.Length);
        foreach (var entry in policy.Entries)
        {
            if (((entry.PrefixBits + 7) >> 3) > AbiLimits.KeyTextBytes)
                return null;
            entries.Add((MapOf(entry.Dimension), KeyOf(entry, generation), vectors.IndexOf(entry.Vector)));
        }

        var clauses = policy.Clauses.Select(clause => new ReClause((uint)clause.RuleIndex, (uint)clause.Errno)).ToImmutableArray();
        return vectors.Vectors.Count > AbiLimits.VectorsMax ? null : new GenerationImage(image, vectors, clauses, entries);
    }

    /// <summary>The map that holds the prefixes of a dimension.</summary>
    public static string MapOf(KernelDimension dimension) => KernelLimits.ShapeOf(dimension) switch
    {
        DimensionShape.Number => "re_numbers",
        DimensionShape.Address => "re_addresses",
        _ => "re_texts",
    };

    /// <summary>Bytes of a key of a map of prefixes.</summary>
    public static int KeyBytes(string map) => map switch
    {
        "re_numbers" => AbiLimits.NumberKeyBytes,
        "re_addresses" => AbiLimits.AddressKeyBytes,
        _ => AbiLimits.TextKeyBytes,
    };

    private static void Constrain(
        ref RePolicy image, KernelDimension dimension, VectorTable vectors, ulong[] values, ulong[] missing, ulong[] certain)
    {
        image.Dimensions |= 1U << (int)dimension;
        image.Defaults[(int)dimension] = vectors.IndexOf(values);
        image.Missing[(int)dimension] = vectors.IndexOf(missing);
        image.Certain[(int)dimension] = vectors.IndexOf(certain);
    }

    private static ulong[] EveryClause(int clauses)
    {
        var vector = new ulong[AbiLimits.VectorWords];
        for (var clause = 0; clause < clauses; clause++)
            vector[clause >> 6] |= 1UL << (clause & 63);
        return vector;
    }

    /// <summary>The clauses that hold whatever the value is: those that no vector of the dimension takes out.</summary>
    private static ulong[] Certain(KernelPolicy policy, KernelDefaults dimension)
    {
        var certain = (ulong[])dimension.Default.Clone();
        And(certain, dimension.Missing);
        foreach (var entry in policy.Entries)
        {
            if (entry.Dimension == dimension.Dimension)
                And(certain, entry.Vector);
        }

        return certain;
    }

    private static void And(ulong[] vector, ulong[] other)
    {
        for (var word = 0; word < vector.Length; word++)
            vector[word] &= other[word];
    }

    //  0 prefix bits   4 generation   5 dimension   6 pad   8 the value's bytes, padded with 0
    private static byte[] KeyOf(KernelEntry entry, int generation)
    {
        var key = new byte[KeyBytes(MapOf(entry.Dimension))];
        BinaryPrimitives.WriteUInt32LittleEndian(key, (uint)(32 + entry.PrefixBits));
        key[4] = (byte)generation;
        key[5] = (byte)entry.Dimension;
        entry.Key.CopyTo(key.AsSpan(8));
        return key;
    }
}
