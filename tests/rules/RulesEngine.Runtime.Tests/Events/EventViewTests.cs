using System.Buffers.Binary;
using RulesEngine.Runtime.Events;

namespace RulesEngine.Runtime.Tests.Events;

public class EventViewTests
{
    [Fact]
    public void Header_and_parameters_are_read_in_place()
    {
        var bytes = EventBytes.Make(EventCodes.CloseExit, 42, 7, EventBytes.Number(-9L), EventBytes.Number(5L));
        Assert.Equal(EventReadError.None, EventView.TryRead(bytes, new int[65], 3, out var view));
        Assert.Equal(42UL, view.TimestampNs);
        Assert.Equal(7, view.ThreadId);
        Assert.Equal(3, view.Cpu);
        Assert.Equal("close", view.Definition.Name);
        Assert.Equal(2, view.ParamCount);
        Assert.Equal(-9, view.Int64(0));
        Assert.Equal(5, view.Int64(1));
        Assert.True(view.Param(2).IsEmpty);
    }

    [Fact]
    public void Parameters_behind_the_known_ones_stay_readable()
    {
        var bytes = EventBytes.Make(
            EventCodes.CloseExit, 1, 1, EventBytes.Number(0L), EventBytes.Number(5L), "extra"u8.ToArray());
        EventView.TryRead(bytes, new int[65], 0, out var view);
        Assert.Equal(3, view.ParamCount);
        Assert.Equal("extra"u8, view.Param(2));
    }

    [Fact]
    public void Bytes_behind_the_event_are_not_part_of_it()
    {
        var bytes = EventBytes.Make(EventCodes.CloseExit, 1, 1, EventBytes.Number(0L));
        Assert.Equal(EventReadError.None, EventView.TryRead([.. bytes, 1, 2, 3], new int[65], 0, out var view));
        Assert.Equal(bytes.Length, view.Bytes.Length);
    }

    [Fact]
    public void An_event_that_ends_early_is_refused_at_every_length()
    {
        var bytes = EventBytes.Make(EventCodes.CloseExit, 1, 1, EventBytes.Number(0L), EventBytes.Number(5L));
        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.Equal(
                EventReadError.Truncated, EventView.TryRead(bytes.AsSpan(0, length), new int[65], 0, out _));
        }
    }

    [Fact]
    public void Lengths_that_do_not_fit_are_refused()
    {
        var bytes = EventBytes.Make(EventCodes.CloseExit, 1, 1, EventBytes.Number(0L), EventBytes.Number(5L));
        bytes[26] = 9;
        Assert.Equal(EventReadError.ParametersTooLong, EventView.TryRead(bytes, new int[65], 0, out _));
        bytes[26] = 8;
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(22), uint.MaxValue);
        Assert.Equal(EventReadError.ParametersTooLong, EventView.TryRead(bytes, new int[65], 0, out _));
    }

    [Fact]
    public void A_code_outside_the_table_is_told_apart()
    {
        var bytes = EventBytes.Make(EventCodes.CloseExit, 1, 1);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(20), EventTable.Count);
        Assert.Equal(EventReadError.UnknownCode, EventView.TryRead(bytes, new int[65], 0, out _));
    }

    [Fact]
    public void Random_bytes_never_lead_outside_the_event()
    {
        var seed = Environment.TickCount;
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var ends = new int[65];
        for (var i = 0; i < 20_000; i++)
        {
            var bytes = EventBytes.Make(
                (ushort)random.Next(EventTable.Count), 1, 1, new byte[random.Next(20)], new byte[random.Next(20)]);
            for (var flips = random.Next(4); flips >= 0; flips--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }
            if (EventView.TryRead(bytes, ends, 0, out var view) != EventReadError.None) continue;
            var total = 0;
            for (var p = 0; p < view.ParamCount; p++) total += view.Param(p).Length;
            Assert.True(total <= bytes.Length - EventView.HeaderBytes);
        }
    }
}
