using System.Buffers;
using System.Globalization;
using System.Text;
using RulesEngine.Outputs.Alerts;
using RulesEngine.Runtime.Matching;
using Serilog.Core;
using Serilog.Events;

namespace RulesEngine.Outputs.Logging;

/// <summary>
/// Writes log events as lines to a text writer, standard error as a rule: Falco's layout, or JSON with the
/// properties of the event. Thread-safe; one line is one write.
/// </summary>
internal sealed class LineLogSink(TextWriter output, LogLayout layout) : ILogEventSink
{
    private readonly Lock _gate = new();

    public void Emit(LogEvent logEvent)
    {
        var line = layout == LogLayout.Json ? ToJson(logEvent) : ToText(logEvent);
        lock (_gate)
            output.WriteLine(line);
    }

    private string ToText(LogEvent logEvent)
    {
        var text = $"{Time(logEvent.Timestamp)}: {Message(logEvent)}";
        return logEvent.Exception is { } exception ? $"{text}: {exception.Message}" : text;
    }

    private string Time(DateTimeOffset time)
    {
        if (layout == LogLayout.TextIso8601)
        {
            var offset = time.ToString("zzz", CultureInfo.InvariantCulture).Replace(":", "", StringComparison.Ordinal);
            return time.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture) + offset;
        }

        // The day is padded with a blank, as the C library's ctime does.
        var day = time.Day.ToString(CultureInfo.InvariantCulture).PadLeft(2);
        return time.ToString("ddd MMM ", CultureInfo.InvariantCulture) + day +
               time.ToString(" HH:mm:ss yyyy", CultureInfo.InvariantCulture);
    }

    /// <summary>The message with text values bare: Serilog's own rendering quotes them.</summary>
    internal static string Message(LogEvent logEvent)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        foreach (var token in logEvent.MessageTemplate.Tokens)
        {
            if (token is Serilog.Parsing.PropertyToken property &&
                logEvent.Properties.TryGetValue(property.PropertyName, out var value) &&
                value is ScalarValue { Value: string bare })
                text.Write(bare);
            else
                token.Render(logEvent.Properties, text, CultureInfo.InvariantCulture);
        }

        return text.ToString().TrimEnd('\n');
    }

    private static string ToJson(LogEvent logEvent)
    {
        var json = new ArrayBufferWriter<byte>();
        Member(json, "{\"time\":"u8, logEvent.Timestamp.ToString("O", CultureInfo.InvariantCulture));
        Member(json, ",\"level\":"u8, EngineLog.ToPriority(logEvent.Level).ToName());
        Member(json, ",\"message\":"u8, Message(logEvent));
        if (logEvent.Exception is { } exception)
            Member(json, ",\"exception\":"u8, exception.ToString());
        foreach (var (name, value) in logEvent.Properties)
        {
            json.Write(","u8);
            JsonText.WriteString(json, name);
            Member(json, ":"u8, value is ScalarValue { Value: string text } ? text : value.ToString());
        }

        json.Write("}"u8);
        return Encoding.UTF8.GetString(json.WrittenSpan);
    }

    private static void Member(ArrayBufferWriter<byte> json, ReadOnlySpan<byte> start, string value)
    {
        json.Write(start);
        JsonText.WriteString(json, value);
    }
}
