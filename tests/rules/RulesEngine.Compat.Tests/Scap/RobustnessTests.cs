using System.Buffers.Binary;
using System.IO.Compression;
using RulesEngine.Compat.Scap;
using RulesEngine.Runtime.Events;
using RulesEngine.TestSupport;

namespace RulesEngine.Compat.Tests.Scap;

/// <summary>
/// Captures that are damaged or made to do harm. The whole of what <see cref="CaptureDamage"/> makes is run by
/// <c>RulesEngine.Fuzz damage</c>; here is a sample of it.
/// </summary>
public class RobustnessTests
{
    private const int Rounds = 1;

    /// <summary>Of so many events one has its fields read.</summary>
    private const int Stride = 31;
    private const long AllocationMost = 64 << 20;

    public static TheoryData<string> Captures => [.. CaptureCorpus.Names()];

    [Theory]
    [MemberData(nameof(Captures), DisableDiscoveryEnumeration = true)]
    public void A_damaged_capture_ends_cleanly_or_with_an_error_that_names_the_place(string capture)
    {
        var fields = new FieldSweep();
        foreach (var damaged in CaptureDamage.Of(File.ReadAllBytes(CaptureCorpus.CapturePath(capture)), Rounds))
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var result = CaptureCorpus.Replay(new MemoryStream(damaged.Bytes), context =>
            {
                if (context.Number % Stride == 0) fields.Read(context);
            });
            Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < AllocationMost, damaged.Damage);
            if (result.Status == CaptureStatus.EndOfFile) continue;
            Assert.True(result.Status == CaptureStatus.Damaged, damaged.Damage);
            Assert.True(result.Error!.Offset >= 0, damaged.Damage);
            Assert.NotEmpty(result.Error.Message);
        }
    }

    [Fact]
    public void A_compressed_capture_that_was_cut_off_is_damaged()
    {
        var packed = File.ReadAllBytes(CaptureCorpus.CapturePath("synthetic_events_2"));
        Assert.Equal(0x1F, packed[0]);
        foreach (var length in new[] { 3, 10, 100, packed.Length / 2, packed.Length - 100 })
        {
            var result = CaptureCorpus.Replay(new MemoryStream(packed, 0, length));
            Assert.Equal(CaptureStatus.Damaged, result.Status);
        }
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(4u)]
    [InlineData(11u)]
    [InlineData(0x7FFFFFFFu)]
    [InlineData(0x80000000u)]
    [InlineData(0xFFFFFFFFu)]
    public void The_length_of_a_block_is_not_believed(uint length)
    {
        foreach (var type in new uint[] { 0x202, 0x203, 0x204, 0x205, 0x206, 0x216, 0x221, 0x222, 0x12345 })
        {
            var capture = new CaptureBytes().Section().Block(type, new byte[64]);
            BinaryPrimitives.WriteUInt32LittleEndian(capture.Whole.AsSpan(CaptureBytes.SectionLength + 4), length);
            var before = GC.GetAllocatedBytesForCurrentThread();
            var result = CaptureCorpus.Replay(new MemoryStream(capture.Whole));
            Assert.Equal(CaptureErrorKind.BrokenBlock, result.Error!.Kind);
            Assert.Equal(CaptureBytes.SectionLength, result.Error.Offset);
            Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 8 << 20);
        }
    }

    [Theory]
    [InlineData(0x202)]
    [InlineData(0x203)]
    [InlineData(0x205)]
    [InlineData(0x206)]
    [InlineData(0x215)]
    [InlineData(0x218)]
    [InlineData(0x219)]
    [InlineData(0x220)]
    public void Lengths_inside_a_table_are_not_believed(int type)
    {
        foreach (var fill in new byte[] { 0xFF, 0x7F, 0x80 })
        {
            var body = new byte[256];
            body.AsSpan().Fill(fill);
            var result = CaptureCorpus.Replay(new MemoryStream(new CaptureBytes().Section().Block((uint)type, body).Whole));
            Assert.Equal(CaptureErrorKind.BrokenBlock, result.Error!.Kind);
            Assert.Equal(CaptureBytes.SectionLength, result.Error.Offset);
        }
    }

    [Theory]
    [InlineData(65536, 1)]
    [InlineData(26, 0xFFFFFFFFu)]
    [InlineData(26, 0x7FFFFFFFu)]
    [InlineData(30, 3)]
    [InlineData(3, 0)]
    public void An_event_whose_lengths_contradict_each_other_is_named_as_such(uint length, uint paramCount)
    {
        var body = new byte[2 + 26 + 16];
        BinaryPrimitives.WriteUInt32LittleEndian(body.AsSpan(2 + 16), length);
        BinaryPrimitives.WriteUInt16LittleEndian(body.AsSpan(2 + 20), 3);
        BinaryPrimitives.WriteUInt32LittleEndian(body.AsSpan(2 + 22), paramCount);
        body.AsSpan(2 + 26).Fill(0xFF);
        var result = CaptureCorpus.Replay(new MemoryStream(new CaptureBytes().Section().Block(0x216, body).Whole));
        Assert.Equal(CaptureErrorKind.BrokenEvent, result.Error!.Kind);
        Assert.Equal(CaptureBytes.SectionLength, result.Error.Offset);
    }

    [Fact]
    public void A_small_file_that_unpacks_to_a_huge_block_takes_no_memory_for_it()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(new CaptureBytes().Section().Whole);
            gzip.Write([0x21, 0x02, 0, 0, 0, 0, 0, 0x40]);
            for (var megabytes = 0; megabytes < 64; megabytes++) gzip.Write(new byte[1 << 20]);
        }
        var before = GC.GetAllocatedBytesForCurrentThread();
        var result = CaptureCorpus.Replay(new MemoryStream(packed.ToArray()));
        Assert.Equal(CaptureErrorKind.BrokenBlock, result.Error!.Kind);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 8 << 20);
    }

    [Fact]
    public void A_process_has_no_more_descriptors_than_falco_lets_it_have()
    {
        var capture = new CaptureBytes().Section();
        var fds = new byte[8 + (5000 * 17)];
        BinaryPrimitives.WriteInt64LittleEndian(fds, 7);
        for (var number = 0; number < 5000; number++) BinaryPrimitives.WriteInt64LittleEndian(fds.AsSpan(8 + (number * 17)), number);
        capture.Block(0x202, CaptureBytes.Process(tid: 7)).Block(0x203, fds).Block(0x216, CaptureBytes.Event(EventCodes.SignalDeliver, tid: 7));
        using var player = CapturePlayer.Open(new MemoryStream(capture.Whole));
        Assert.True(player.MoveNext());
        Assert.Equal(4096, player.Event.Thread!.Fds.Count);
    }
}
