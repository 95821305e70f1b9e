using System.Buffers;
using System.Collections.Immutable;
using RulesEngine.Outputs.Alerts;
using RulesEngine.Runtime.Evaluation;
using RulesEngine.Runtime.State;

namespace RulesEngine.Outputs.Formatting;

/// <summary>
/// Writes events in a format, without a rule: a line of text or a JSON object of the fields that the format names. An
/// event that lacks one of them is left out, unless the format begins with <c>*</c>. One per thread.
/// </summary>
public sealed class EventFormatter
{
    private readonly PreparedTemplate _template;
    private readonly ImmutableArray<PreparedField> _fields;
    private readonly bool _allowsMissing;

    public EventFormatter(OutputTemplate template)
    {
        _template = new PreparedTemplate(template);
        _fields = [.. _template.Fields.OrderBy(field => field.Key, StringComparer.Ordinal)];
        _allowsMissing = template.AllowsMissing;
    }

    /// <summary>Writes the event without a line end. When false, what was written is not to be used.</summary>
    public bool TryWriteText(IBufferWriter<byte> output, EventContext context) =>
        _template.Write(output, context) || _allowsMissing;

    /// <summary>Writes the event as one compact object, keys in alphabetical order, else the same.</summary>
    public bool TryWriteJson(IBufferWriter<byte> output, EventContext context)
    {
        var complete = true;
        var separator = "{"u8;
        foreach (var field in _fields)
        {
            output.Write(separator);
            separator = ","u8;
            JsonText.WriteString(output, field.Key);
            output.Write(":"u8);
            complete &= field.WriteJson(output, context);
        }
        output.Write(_fields.IsEmpty ? "{}"u8 : "}"u8);
        return complete || _allowsMissing;
    }
}
