using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using RulesEngine.Outputs.Alerts;
using RulesEngine.Runtime.Evaluation.Values;
using RulesEngine.Runtime.State;

namespace RulesEngine.Outputs.Formatting;

/// <summary>What all alerts share.</summary>
public sealed record AlertFormatOptions
{
    /// <summary><c>time_format_iso_8601</c></summary>
    public bool IsoTime { get; init; }

    public required string Hostname { get; init; }

    /// <summary>The zone of <c>evt.time</c>.</summary>
    public TimeZoneInfo TimeZone { get; init; } = TimeZoneInfo.Local;
}

/// <summary>
/// Turns a match into an alert while the event and the state behind it are still there: text and typed values are
/// rendered here, so that an alert can wait in a queue. One per formatting thread.
/// </summary>
public sealed class AlertFormatter(AlertFormatOptions options)
{
    private readonly ArrayBufferWriter<byte> _message = new(1024);
    private readonly ArrayBufferWriter<byte> _json = new(256);

    /// <summary>Throws <c>EvaluationException</c> for a field that Falco refuses to print.</summary>
    public Alert Format(AlertOutput output, EventContext context, Enforcement? enforcement)
    {
        var timeNs = context.TimestampNs;
        return new Alert
        {
            RuleName = output.RuleName,
            Source = output.Source,
            Priority = output.Priority,
            TimeNs = timeNs,
            TimePrefix = options.IsoTime ? AlertTime.ToIso8601(timeNs) : AlertTime.ToLocalTime(timeNs, options.TimeZone),
            Hostname = options.Hostname,
            Message = Encoding.UTF8.GetString(Render(output.Message, context)),
            Tags = output.Tags,
            OutputFields = Fields(output, context, timeNs),
            Enforcement = enforcement,
        };
    }

    private ImmutableArray<AlertField> Fields(AlertOutput output, EventContext context, ulong timeNs)
    {
        var fields = ImmutableArray.CreateBuilder<AlertField>(output.Fields.Length + output.Extras.Length + 1);
        fields.Add(new AlertField(
            options.IsoTime ? "evt.time.iso8601" : "evt.time",
            Encoding.ASCII.GetBytes(timeNs.ToString(CultureInfo.InvariantCulture))));
        foreach (var field in output.Fields)
            fields.Add(new AlertField(field.Key, Json(field.Value, context)));
        foreach (var extra in output.Extras)
            fields.Add(new AlertField(extra.Key, Extra(extra, context)));
        return fields.MoveToImmutable();
    }

    private byte[] Extra(PreparedExtra extra, EventContext context)
    {
        if (extra.IsRaw && extra.Template.OnlyValue is { } value)
            return Json(value, context);
        var text = Render(extra.Template, context);
        _json.ResetWrittenCount();
        JsonText.WriteString(_json, text);
        return _json.WrittenSpan.ToArray();
    }

    private ReadOnlySpan<byte> Render(PreparedTemplate template, EventContext context)
    {
        _message.ResetWrittenCount();
        template.Write(_message, context);
        return _message.WrittenSpan;
    }

    private byte[] Json(ValueReader reader, EventContext context)
    {
        _json.ResetWrittenCount();
        PreparedField.WriteJson(_json, context, reader);
        return _json.WrittenSpan.ToArray();
    }
}
