using System.IO.Compression;
using RulesEngine.Compat.Scap;

namespace RulesEngine.Compat.Tests.Scap;

public class RobustnessTests
{
    private const int Rounds = 40;

    [Theory]
    [InlineData("sample")]
    [InlineData("synthetic_events_1")]
    [InlineData("psp_run_as_user_0_container")]
    public void A_capture_that_was_cut_off_yields_its_events_and_the_offset_of_the_damage(string capture)
    {
        var whole = Unpacked(capture);
        var events = CaptureCorpus.Replay(new MemoryStream(whole)).Delivered;
        var random = Seeded();
        for (var round = 0; round < Rounds; round++)
        {
            var length = random.Next(whole.Length);
            var result = CaptureCorpus.Replay(new MemoryStream(whole, 0, length));
            Assert.True(result.Delivered <= events);
            if (result.Status == CaptureStatus.EndOfFile) continue;
            Assert.Equal(CaptureStatus.Damaged, result.Status);
            Assert.InRange(result.Error!.Offset, 0, length);
        }
    }

    [Theory]
    [InlineData("synthetic_events_2")]
    [InlineData("psp_run_as_user_0_container")]
    public void A_compressed_capture_that_was_cut_off_is_damaged_or_shorter(string capture)
    {
        var packed = File.ReadAllBytes(CaptureCorpus.CapturePath(capture));
        Assert.Equal(0x1F, packed[0]);
        var random = Seeded();
        for (var round = 0; round < Rounds; round++)
        {
            var result = CaptureCorpus.Replay(new MemoryStream(packed, 0, random.Next(packed.Length)));
            Assert.Equal(CaptureStatus.Damaged, result.Status);
            Assert.NotNull(result.Error);
        }
    }

    [Theory]
    [InlineData("sample")]
    [InlineData("synthetic_events_1")]
    [InlineData("psp_run_as_user_0_container")]
    public void Flipped_bytes_end_in_an_error_with_an_offset_or_in_other_values_never_in_a_crash(string capture)
    {
        var whole = Unpacked(capture);
        var random = Seeded();
        for (var round = 0; round < Rounds; round++)
        {
            var damaged = (byte[])whole.Clone();
            for (var flips = random.Next(1, 50); flips > 0; flips--)
            {
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            }
            var result = CaptureCorpus.Replay(new MemoryStream(damaged));
            if (result.Status == CaptureStatus.EndOfFile) continue;
            Assert.Equal(CaptureStatus.Damaged, result.Status);
            Assert.InRange(result.Error!.Offset, 0, damaged.Length);
        }
    }

    private static Random Seeded()
    {
        var seed = Environment.TickCount;
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        return new Random(seed);
    }

    private static byte[] Unpacked(string capture)
    {
        var bytes = File.ReadAllBytes(CaptureCorpus.CapturePath(capture));
        if (bytes[0] != 0x1F) return bytes;
        using var stream = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
        var whole = new MemoryStream();
        stream.CopyTo(whole);
        return whole.ToArray();
    }
}
