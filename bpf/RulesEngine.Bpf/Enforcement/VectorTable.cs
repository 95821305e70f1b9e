using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using RulesEngine.Bpf.Abi;

namespace RulesEngine.Bpf.Enforcement;

/// <summary>Numbers the distinct clause vectors of one generation, so that each is in the kernel once.</summary>
internal sealed class VectorTable(int generation)
{
    private readonly Dictionary<ulong[], uint> _indices = new(new WordComparer());
    private readonly List<ulong[]> _vectors = [];

    /// <summary>The vectors by number; the number in the map adds <see cref="First"/>.</summary>
    public IReadOnlyList<ulong[]> Vectors => _vectors;

    /// <summary>The index of the generation's first vector.</summary>
    public uint First { get; } = (uint)(generation * AbiLimits.VectorsMax);

    /// <summary>The index in <c>re_vectors</c> of a vector.</summary>
    public uint IndexOf(ulong[] vector)
    {
        if (!_indices.TryGetValue(vector, out var index))
        {
            index = First + (uint)_vectors.Count;
            _indices[vector] = index;
            _vectors.Add(vector);
        }

        return index;
    }

    private sealed class WordComparer : IEqualityComparer<ulong[]>
    {
        public bool Equals(ulong[]? x, ulong[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode([DisallowNull] ulong[] obj)
        {
            var hash = default(HashCode);
            hash.AddBytes(MemoryMarshal.AsBytes(obj.AsSpan()));
            return hash.ToHashCode();
        }
    }
}
