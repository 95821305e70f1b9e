using System.Buffers;
using System.Globalization;
using RulesEngine.Outputs.Alerts;
using RulesEngine.Runtime.Fields;
using RulesEngine.Runtime.State;

namespace RulesEngine.Outputs.Formatting;

/// <summary>
/// A field's value as JSON, typed as Falco types it: numbers and truths as such, times as nanoseconds, lists as arrays,
/// everything else as its text. Numbers that print in hexadecimal or octal are strings.
/// </summary>
public static class FieldJson
{
    /// <summary>Writes the value; throws what <see cref="FieldRenderer"/> throws for types without a form.</summary>
    public static void Write(IBufferWriter<byte> output, EventContext context, in FieldValue value)
    {
        if (value.IsList)
        {
            WriteList(output, context.Scratch, value);
            return;
        }

        if (!FieldRenderer.HasJson(value.Type)) throw FieldRenderer.CannotPrint(value.Type);
        if (value.Type == FieldType.SockAddr || value.Format == NumberFormat.None) output.Write("null"u8);
        else if (value.IsNumberInJson) WriteNumber(output, value.Number);
        else if (value.Type == FieldType.Bool) output.Write(value.Number != 0 ? "true"u8 : "false"u8);
        else if (value.Type == FieldType.Double) WriteReal(output, value.Real);
        else if (!value.IsNumber || value.Format is NumberFormat.Hex or NumberFormat.Octal or NumberFormat.DecimalText)
            JsonText.WriteString(output, FieldRenderer.Text(context, value));
        else if (value.IsUnsigned) WriteNumber(output, (ulong)value.Number);
        else WriteNumber(output, value.Number);
    }

    private static void WriteList(IBufferWriter<byte> output, ScratchArena arena, in FieldValue value)
    {
        if (value.ItemCount == 0)
        {
            output.Write("null"u8);
            return;
        }

        output.Write("["u8);
        for (var i = 0; i < value.ItemCount; i++)
        {
            if (i > 0) output.Write(","u8);
            JsonText.WriteString(output, arena.GetItem(value.FirstItem + i));
        }

        output.Write("]"u8);
    }

    private static void WriteNumber<T>(IBufferWriter<byte> output, T number)
        where T : IUtf8SpanFormattable
    {
        number.TryFormat(output.GetSpan(24), out var written, default, CultureInfo.InvariantCulture);
        output.Advance(written);
    }

    // The shortest text that reads back as the same number, always with a decimal point.
    private static void WriteReal(IBufferWriter<byte> output, double real)
    {
        var room = output.GetSpan(64);
        real.TryFormat(room, out var written, "R", CultureInfo.InvariantCulture);
        room[..written].Replace((byte)'E', (byte)'e');
        if (!room[..written].ContainsAny(".eN"u8)) ".0"u8.CopyTo(room[written..]);
        output.Advance(room[..written].ContainsAny(".eN"u8) ? written : written + 2);
    }
}
