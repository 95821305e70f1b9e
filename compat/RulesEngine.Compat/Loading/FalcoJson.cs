using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using RulesEngine.Outputs.Alerts;

namespace RulesEngine.Compat.Loading;

/// <summary>
/// JSON as Falco's library prints it: keys sorted by bytes, nothing but quotes, backslashes and control characters
/// escaped, on one line or indented by two.
/// </summary>
public static class FalcoJson
{
    public static string Print(JsonNode? node, bool indented = false)
    {
        var output = new ArrayBufferWriter<byte>();
        Write(output, node, indented ? 0 : -1);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    /// <summary>An array of texts.</summary>
    public static JsonArray Texts(IEnumerable<string> texts)
    {
        var array = new JsonArray();
        foreach (var text in texts)
            array.Add((JsonNode)text);
        return array;
    }

    private static void Write(ArrayBufferWriter<byte> output, JsonNode? node, int depth)
    {
        switch (node)
        {
            case null:
                output.Write("null"u8);
                break;
            case JsonObject members:
                WriteObject(output, members, depth);
                break;
            case JsonArray items:
                WriteArray(output, items, depth);
                break;
            default:
                WriteValue(output, node.AsValue());
                break;
        }
    }

    private static void WriteObject(ArrayBufferWriter<byte> output, JsonObject members, int depth)
    {
        if (members.Count == 0)
        {
            output.Write("{}"u8);
            return;
        }
        output.Write("{"u8);
        var first = true;
        foreach (var (key, value) in members.OrderBy(member => member.Key, StringComparer.Ordinal))
        {
            WriteSeparator(output, first, Deeper(depth));
            JsonText.WriteString(output, key);
            output.Write(depth < 0 ? ":"u8 : ": "u8);
            Write(output, value, Deeper(depth));
            first = false;
        }
        WriteLine(output, depth);
        output.Write("}"u8);
    }

    private static void WriteArray(ArrayBufferWriter<byte> output, JsonArray items, int depth)
    {
        if (items.Count == 0)
        {
            output.Write("[]"u8);
            return;
        }
        output.Write("["u8);
        var first = true;
        foreach (var item in items)
        {
            WriteSeparator(output, first, Deeper(depth));
            Write(output, item, Deeper(depth));
            first = false;
        }
        WriteLine(output, depth);
        output.Write("]"u8);
    }

    private static void WriteValue(ArrayBufferWriter<byte> output, JsonValue value)
    {
        switch (value.GetValueKind())
        {
            case JsonValueKind.String:
                JsonText.WriteString(output, value.GetValue<string>());
                break;
            case JsonValueKind.True:
                output.Write("true"u8);
                break;
            case JsonValueKind.False:
                output.Write("false"u8);
                break;
            default:
                var number = Convert.ToString(value.GetValue<long>(), CultureInfo.InvariantCulture);
                output.Write(Encoding.ASCII.GetBytes(number));
                break;
        }
    }

    private static int Deeper(int depth) => depth < 0 ? depth : depth + 1;

    private static void WriteSeparator(ArrayBufferWriter<byte> output, bool first, int depth)
    {
        if (!first)
            output.Write(","u8);
        WriteLine(output, depth);
    }

    private static void WriteLine(ArrayBufferWriter<byte> output, int depth)
    {
        if (depth < 0)
            return;
        output.Write("\n"u8);
        output.GetSpan(2 * depth)[..(2 * depth)].Fill((byte)' ');
        output.Advance(2 * depth);
    }
}
