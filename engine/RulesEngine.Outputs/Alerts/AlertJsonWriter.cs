using System.Buffers;
using System.Collections.Immutable;
using RulesEngine.Runtime.Matching;

namespace RulesEngine.Outputs.Alerts;

/// <summary>
/// Writes an alert as one compact JSON object with keys in alphabetical order, without a line end. The options
/// leave parts out; an internal alert ignores them and has no tags. <c>enforcement</c> is ours: it appears only
/// for rules with an action, so any other alert is byte for byte what Falco writes.
/// </summary>
public static class AlertJsonWriter
{
    public static void Write(IBufferWriter<byte> output, Alert alert, AlertJsonOptions options)
    {
        output.Write("{"u8);
        if (alert.Enforcement is { } enforcement)
        {
            WriteEnforcement(output, enforcement);
            output.Write(","u8);
        }

        output.Write("\"hostname\":"u8);
        JsonText.WriteString(output, alert.Hostname);
        if (alert.IsInternal)
            WriteInternalParts(output, alert);
        else
            WriteOptionalParts(output, alert, options);

        output.Write(",\"priority\":"u8);
        JsonText.WriteString(output, alert.Priority.ToName());
        output.Write(",\"rule\":"u8);
        JsonText.WriteString(output, alert.RuleName);
        output.Write(",\"source\":"u8);
        JsonText.WriteString(output, alert.Source);
        if (options.IncludeTags && !alert.IsInternal)
        {
            output.Write(",\"tags\":"u8);
            WriteStrings(output, alert.Tags.AsSpan());
        }

        output.Write(",\"time\":"u8);
        JsonText.WriteString(output, AlertTime.ToJsonTime(alert.TimeNs));
        output.Write("}"u8);
    }

    private static void WriteOptionalParts(IBufferWriter<byte> output, Alert alert, AlertJsonOptions options)
    {
        if (options.IncludeMessage)
        {
            output.Write(",\"message\":"u8);
            JsonText.WriteString(output, alert.Message);
        }

        if (options.IncludeOutput)
        {
            output.Write(",\"output\":\""u8);
            AlertLineWriter.WriteEscapedOutput(output, alert);
            output.Write("\""u8);
        }

        if (options.IncludeOutputFields)
            WriteOutputFields(output, alert);
    }

    private static void WriteInternalParts(IBufferWriter<byte> output, Alert alert)
    {
        output.Write(",\"output\":"u8);
        JsonText.WriteString(output, alert.Message);
        WriteOutputFields(output, alert);
    }

    private static void WriteOutputFields(IBufferWriter<byte> output, Alert alert)
    {
        output.Write(",\"output_fields\":"u8);
        WriteFields(output, alert.OutputFields);
    }

    /// <summary>Ordered fields as one JSON object.</summary>
    internal static void WriteFields(IBufferWriter<byte> output, ImmutableArray<AlertField> fields)
    {
        output.Write("{"u8);
        for (var i = 0; i < fields.Length; i++)
        {
            if (i > 0)
                output.Write(","u8);
            JsonText.WriteString(output, fields[i].Name);
            output.Write(":"u8);
            output.Write(fields[i].Json.Span);
        }

        output.Write("}"u8);
    }

    private static void WriteEnforcement(IBufferWriter<byte> output, Enforcement enforcement)
    {
        output.Write("\"enforcement\":{\"actions\":"u8);
        WriteStrings(output, enforcement.Actions.AsSpan());
        WriteOptional(output, ",\"errno\":"u8, enforcement.Errno);
        WriteOptional(output, ",\"hook\":"u8, enforcement.Hook);
        WriteOptional(output, ",\"tier\":"u8, enforcement.Tier);
        WriteOptional(output, ",\"verdict\":"u8, enforcement.VerdictWord);
        output.Write("}"u8);
    }

    private static void WriteOptional(IBufferWriter<byte> output, ReadOnlySpan<byte> key, string? value)
    {
        if (value is null)
            return;
        output.Write(key);
        JsonText.WriteString(output, value);
    }

    private static void WriteStrings(IBufferWriter<byte> output, ReadOnlySpan<string> values)
    {
        output.Write("["u8);
        for (var i = 0; i < values.Length; i++)
        {
            if (i > 0)
                output.Write(","u8);
            JsonText.WriteString(output, values[i]);
        }

        output.Write("]"u8);
    }
}
