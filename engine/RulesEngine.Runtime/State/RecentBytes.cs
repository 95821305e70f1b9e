using System.Numerics;
using System.Runtime.InteropServices;

namespace RulesEngine.Runtime.State;

/// <summary>
/// Gives equal bytes the same object where they come again soon: processes start the same programs and open the same
/// files over and over. A fixed number of places, a few for bytes of the same hash, given up in turn for new ones; nothing
/// is allocated for what is still in its place.
/// </summary>
/// <param name="make">Makes the object of a copy of the bytes, which it may keep; the same bytes, the same object.</param>
/// <param name="sets">The number of hashes that are told apart.</param>
/// <param name="bytesMax">Longer ones are not kept: they are rare, and would keep much memory.</param>
internal sealed class RecentBytes<T>(Func<byte[], T> make, int sets, int bytesMax)
{
    private const int Ways = 8;

    private readonly (byte[]? Bytes, T Made)[] _places = new (byte[]?, T)[sets * Ways];
    private int _turn;

    public T Get(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > bytesMax) return make(bytes.ToArray());
        var places = _places.AsSpan((int)(Hash(bytes) % sets) * Ways, Ways);
        foreach (ref var place in places)
        {
            if (place.Bytes is { } known && bytes.SequenceEqual(known)) return place.Made;
        }
        var copy = bytes.ToArray();
        var made = make(copy);
        places[_turn++ & (Ways - 1)] = (copy, made);
        return made;
    }

    private static uint Hash(ReadOnlySpan<byte> bytes)
    {
        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        var hash = (ulong)bytes.Length * 0x9E3779B97F4A7C15;
        foreach (var word in words) hash = (BitOperations.RotateLeft(hash, 5) ^ word) * 0x9E3779B97F4A7C15;
        foreach (var value in bytes[(words.Length * 8)..]) hash = (hash ^ value) * 0x9E3779B97F4A7C15;
        // A product carries differences upwards only: what differs in a word's last bytes has to come down.
        hash = (hash ^ (hash >> 32)) * 0x9E3779B97F4A7C15;
        return (uint)(hash >> 32);
    }
}
