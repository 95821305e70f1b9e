using System.IO.Compression;
using RulesEngine.Compat.Scap;
using RulesEngine.Runtime.State;

namespace RulesEngine.Fuzz;

/// <summary>
/// Captures through reader, converter and state machine. Seeds are unpacked, so that damage reaches the blocks.
/// </summary>
internal sealed class CaptureTarget : IFuzzTarget
{
    private const int LargestSeed = 512 << 10;

    public string Name => "captures";

    public IReadOnlyList<byte[]> Seeds { get; } =
    [
        .. Inputs.Files("../shared/corpus/captures", "*.scap").Select(Unpack).Where(seed => seed.Length <= LargestSeed),
    ];

    public IReadOnlyList<string> Words => [];

    public void Read(byte[] input)
    {
        using var reader = CaptureReader.Open(new MemoryStream(input));
        var state = new EngineState();
        var machine = new StateMachine(state);
        var context = new EventContext(state);
        var status = reader.ReadTables(machine);
        while (status == CaptureStatus.Success)
        {
            while ((status = reader.ReadEvent(context)) == CaptureStatus.Success)
            {
                machine.Process(context, reader.IsStateOnly);
            }

            if (status == CaptureStatus.NewSection)
            {
                status = reader.ReadTables(machine);
            }
        }
    }

    private static byte[] Unpack(byte[] bytes)
    {
        if (bytes.Length < 2 || bytes[0] != 0x1f || bytes[1] != 0x8b)
        {
            return bytes;
        }

        using var unpacked = new MemoryStream();
        using var gzip = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
        gzip.CopyTo(unpacked);
        return unpacked.ToArray();
    }
}
