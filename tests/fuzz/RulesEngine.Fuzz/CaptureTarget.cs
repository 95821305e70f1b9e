using RulesEngine.Compat.Scap;
using RulesEngine.TestSupport;

namespace RulesEngine.Fuzz;

/// <summary>
/// Captures through reader, converter, state machine and every field. Seeds are unpacked, so that damage reaches the
/// blocks.
/// </summary>
internal sealed class CaptureTarget : IFuzzTarget
{
    private const int LargestSeed = 512 << 10;

    /// <summary>Of so many events one has its fields read: they take most of the time.</summary>
    private const int Stride = 13;

    private readonly FieldSweep _fields = new();

    public string Name => "captures";

    public IReadOnlyList<byte[]> Seeds { get; } =
    [
        .. Inputs.Files("../shared/corpus/captures", "*.scap").Select(CaptureDamage.Unpack).Where(seed => seed.Length <= LargestSeed),
    ];

    public IReadOnlyList<string> Words => [];

    public void Read(byte[] input)
    {
        using var player = CapturePlayer.Open(new MemoryStream(input));
        while (player.MoveNext())
        {
            if (player.Event.Number % Stride == 0) _fields.Read(player.Event);
        }
        if (player.Error is { } error && (error.Offset < 0 || error.Message.Length == 0))
        {
            throw new InvalidOperationException("an error that names no place");
        }
    }
}
