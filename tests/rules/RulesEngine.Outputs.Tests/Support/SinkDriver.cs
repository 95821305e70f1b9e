using System.Buffers;
using RulesEngine.Outputs.Alerts;
using RulesEngine.Outputs.Sinks;

namespace RulesEngine.Outputs.Tests.Support;

/// <summary>Hands alerts to a sink as the output thread does.</summary>
internal static class SinkDriver
{
    public static void Write(this IAlertSink sink, Alert alert)
    {
        var line = new ArrayBufferWriter<byte>();
        AlertLineWriter.Write(line, alert);
        line.Write("\n"u8);
        sink.Write(new RenderedAlert(alert, line.WrittenSpan));
    }
}
