using System.Numerics;
using System.Runtime.InteropServices;

namespace RulesEngine.Runtime.State;

/// <summary>
/// Gives equal names the same array where they come again soon: processes open the same files over and over. A fixed
/// number of places, each with the last name that fell there; nothing is allocated for a name that is still in its
/// place.
/// </summary>
internal sealed class NameCache
{
    private const int Places = 4096;

    private readonly byte[]?[] _names = new byte[]?[Places];

    public byte[] Get(ReadOnlySpan<byte> name)
    {
        if (name.IsEmpty) return [];
        ref var place = ref _names[Hash(name) % Places];
        if (place is { } known && name.SequenceEqual(known)) return known;
        return place = name.ToArray();
    }

    private static uint Hash(ReadOnlySpan<byte> name)
    {
        var words = MemoryMarshal.Cast<byte, ulong>(name);
        var hash = (ulong)name.Length * 0x9E3779B97F4A7C15;
        foreach (var word in words) hash = (BitOperations.RotateLeft(hash, 5) ^ word) * 0x9E3779B97F4A7C15;
        foreach (var value in name[(words.Length * 8)..]) hash = (hash ^ value) * 0x9E3779B97F4A7C15;
        return (uint)(hash >> 32);
    }
}
