using System.IO.Compression;

namespace RulesEngine.TestSupport;

/// <summary>A capture that was damaged, and how.</summary>
internal sealed record DamagedCapture(string Damage, byte[] Bytes);

/// <summary>
/// Captures cut off and with bytes changed, as they lie on the disk and unpacked, so that damage reaches the blocks as
/// well as the compression. The same capture and number always give the same bytes.
/// </summary>
internal static class CaptureDamage
{
    private const int MostFlips = 16;

    public static IEnumerable<DamagedCapture> Of(byte[] stored, int rounds)
    {
        var unpacked = Unpack(stored);
        for (var round = 0; round < rounds; round++)
        {
            yield return Cut(stored, round, "stored");
            yield return Flip(stored, round, "stored", flips: 1);
            if (ReferenceEquals(stored, unpacked)) continue;
            yield return Cut(unpacked, round, "unpacked");
            yield return Flip(unpacked, round, "unpacked", 1 + (round % MostFlips));
        }
    }

    /// <summary>The capture without its compression; the same array where it has none.</summary>
    public static byte[] Unpack(byte[] stored)
    {
        if (stored is not [0x1f, 0x8b, ..]) return stored;
        using var gzip = new GZipStream(new MemoryStream(stored), CompressionMode.Decompress);
        using var unpacked = new MemoryStream();
        gzip.CopyTo(unpacked);
        return unpacked.ToArray();
    }

    private static DamagedCapture Cut(byte[] whole, int round, string form)
    {
        var length = new Random(round).Next(whole.Length);
        return new DamagedCapture($"{form}, cut at {length}", whole[..length]);
    }

    private static DamagedCapture Flip(byte[] whole, int round, string form, int flips)
    {
        var random = new Random(round);
        var damaged = (byte[])whole.Clone();
        for (; flips > 0; flips--) damaged[random.Next(damaged.Length)] ^= (byte)random.Next(1, 256);
        return new DamagedCapture($"{form}, bytes changed in round {round}", damaged);
    }
}
