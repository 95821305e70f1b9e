using System.Buffers;
using System.Text;
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
}
