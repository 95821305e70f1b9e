using System.Buffers;
using RulesEngine.Runtime.Matching;

namespace RulesEngine.Outputs.Alerts;

/// <summary>
/// Writes an alert as a line of text, without the line end: <c>time: Priority message</c>, escaped like a JSON
/// string so that nothing an event holds can break the line. Alerts of rules with an action end with the verdict;
/// internal alerts end with their fields and are not escaped, as they hold nothing foreign.
/// </summary>
public static class AlertLineWriter
{
    public static void Write(IBufferWriter<byte> output, Alert alert)
    {
        WriteEscapedOutput(output, alert);
        if (alert.IsInternal)
            WriteInternalFields(output, alert);
        else if (alert.Enforcement is { } enforcement)
            WriteVerdict(output, enforcement);
    }

    /// <summary>The line without the verdict: what JSON alerts carry as <c>output</c>.</summary>
    internal static void WriteEscapedOutput(IBufferWriter<byte> output, Alert alert)
    {
        JsonText.WriteEscaped(output, alert.TimePrefix);
        output.Write(": "u8);
        JsonText.WriteEscaped(output, alert.Priority.ToName());
        output.Write(" "u8);
        JsonText.WriteEscaped(output, alert.Message);
    }

    private static void WriteInternalFields(IBufferWriter<byte> output, Alert alert)
    {
        output.Write(" ("u8);
        for (var i = 0; i < alert.OutputFields.Length; i++)
        {
            if (i > 0)
                output.Write(" "u8);
            JsonText.WriteEscaped(output, alert.OutputFields[i].Name);
            output.Write("="u8);
            output.Write(alert.OutputFields[i].Json.Span);
        }

        output.Write(")"u8);
    }

    private static void WriteVerdict(IBufferWriter<byte> output, Enforcement enforcement)
    {
        output.Write(" (verdict="u8);
        JsonText.WriteEscaped(output, enforcement.VerdictWord);
        output.Write(")"u8);
    }
}
