using System.Text;

namespace RulesEngine.Fuzz;

/// <summary>
/// Takes a seed, or an input made from the grammar, and damages it in a few places or in none: a flipped bit, a lost or
/// doubled range, a word of the format, another seed's part.
/// </summary>
internal sealed class Mutator(Random random, IFuzzTarget target)
{
    private const int LongestInput = 1 << 20;

    public byte[] Next()
    {
        var made = Pick.OneIn(random, 2) ? target.Make(random) : null;
        var bytes = (made ?? Pick.From(random, target.Seeds)).ToList();
        for (var rounds = random.Next(0, 6); rounds > 0; rounds--)
        {
            Mutate(bytes);
        }

        return [.. bytes];
    }

    private void Mutate(List<byte> bytes)
    {
        var at = random.Next(bytes.Count + 1);
        var length = Math.Min(bytes.Count - at, random.Next(1, 64));
        switch (random.Next(6))
        {
            case 0 when at < bytes.Count:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 1 when at < bytes.Count:
                bytes[at] = (byte)random.Next(256);
                break;
            case 2:
                bytes.RemoveRange(at, length);
                break;
            case 3 when bytes.Count < LongestInput:
                bytes.InsertRange(at, bytes.GetRange(at, length));
                break;
            case 4 when target.Words.Count > 0:
                bytes.InsertRange(at, Encoding.UTF8.GetBytes(Pick.From(random, target.Words)));
                break;
            case 5 when bytes.Count < LongestInput:
                var other = Pick.From(random, target.Seeds);
                var from = random.Next(other.Length + 1);
                bytes.InsertRange(at, other.AsSpan(from, Math.Min(other.Length - from, 256)).ToArray());
                break;
        }
    }
}
