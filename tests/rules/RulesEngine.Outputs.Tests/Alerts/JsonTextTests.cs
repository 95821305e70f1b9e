using System.Buffers;
using System.Text;
using System.Text.Json;
using RulesEngine.Outputs.Alerts;

namespace RulesEngine.Outputs.Tests.Alerts;

public sealed class JsonTextTests
{
    [Theory]
    [InlineData("2F746D702FFFFE", "/tmp/\ufffd\ufffd")]
    [InlineData("C328", "\ufffd(")]
    [InlineData("E28228", "\ufffd(")]
    [InlineData("E080", "\ufffd\ufffd")]
    [InlineData("61E282", "a\ufffd")]
    [InlineData("EDA080", "\ufffd\ufffd\ufffd")]
    [InlineData("C3A9E282ACF09F9880", "é€😀")]
    [InlineData("0008090A0C0D1F225C2F7F", "\\u0000\\b\\t\\n\\f\\r\\u001f\\\"\\\\/\u007f")]
    public void Bytes_are_escaped_and_each_broken_sequence_becomes_one_replacement(string hex, string expected)
    {
        var output = new ArrayBufferWriter<byte>();
        JsonText.WriteEscaped(output, Convert.FromHexString(hex));
        Assert.Equal(expected, Encoding.UTF8.GetString(output.WrittenSpan));
    }

    [Fact]
    public void Any_bytes_come_back_as_the_base_library_decodes_them()
    {
        const int Seed = 20260727;
        var random = new Random(Seed);
        for (var round = 0; round < 20_000; round++)
        {
            var bytes = SomeBytes(random);
            var output = new ArrayBufferWriter<byte>();
            JsonText.WriteString(output, bytes);
            Assert.Equal(Encoding.UTF8.GetString(bytes), JsonSerializer.Deserialize<string>(output.WrittenSpan));
            Assert.False(output.WrittenSpan.ContainsAnyInRange((byte)0, (byte)0x1F), $"seed {Seed}, round {round}");
        }
    }

    /// <summary>Short texts in which broken and whole sequences, quotes and controls are all likely.</summary>
    private static byte[] SomeBytes(Random random)
    {
        ReadOnlySpan<byte> likely = [0x22, 0x5C, 0x00, 0x0A, 0x41, 0x80, 0xBF, 0xC3, 0xE2, 0x82, 0xAC, 0xF0, 0x9F, 0x98, 0xED, 0xA0, 0xF4, 0xFF];
        var bytes = new byte[random.Next(12)];
        for (var i = 0; i < bytes.Length; i++)
            bytes[i] = random.Next(4) == 0 ? (byte)random.Next(256) : likely[random.Next(likely.Length)];
        return bytes;
    }
}
