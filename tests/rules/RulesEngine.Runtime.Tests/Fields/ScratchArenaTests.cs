using System.Text;
using RulesEngine.Runtime.State;

namespace RulesEngine.Runtime.Tests.Fields;

public sealed class ScratchArenaTests
{
    [Fact]
    public void A_span_stays_what_it_was_when_the_arena_grows()
    {
        var arena = new ScratchArena();
        arena.Append("first"u8);
        var first = arena.Since(0);
        for (var i = 0; i < 10_000; i++) arena.Append("more than the first block holds"u8);
        Assert.Equal("first", Encoding.ASCII.GetString(first));
        Assert.Equal("first", Encoding.ASCII.GetString(arena.Since(0)[..5]));
    }

    [Theory]
    [InlineData(0UL, "000000000")]
    [InlineData(4500000UL, "004500000")]
    [InlineData(12345678901UL, "12345678901")]
    public void Padding_adds_zeros_and_cuts_nothing(ulong number, string expected)
    {
        var arena = new ScratchArena();
        arena.AppendPadded(number, 9);
        Assert.Equal(expected, Encoding.ASCII.GetString(arena.Since(0)));
    }

    [Fact]
    public void Numbers_are_written_in_their_radix()
    {
        var arena = new ScratchArena();
        arena.AppendHexUpper(0x1FFFFFFFFFF);
        arena.AppendHexLower(0xab);
        arena.AppendOctal(8);
        arena.AppendDecimal(long.MinValue);
        arena.AppendDecimal(ulong.MaxValue);
        Assert.Equal(
            "1FFFFFFFFFF" + "ab" + "10" + "-9223372036854775808" + "18446744073709551615",
            Encoding.ASCII.GetString(arena.Since(0)));
    }

    [Fact]
    public void Items_keep_their_order_and_their_bytes()
    {
        var arena = new ScratchArena();
        arena.AddItem("a"u8);
        arena.Append("between"u8);
        arena.AddItem("b"u8);
        Assert.Equal(2, arena.ItemCount);
        Assert.Equal("a", Encoding.ASCII.GetString(arena.GetItem(0)));
        Assert.Equal("b", Encoding.ASCII.GetString(arena.GetItem(1)));
    }
}
