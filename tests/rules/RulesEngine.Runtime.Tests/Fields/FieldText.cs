using System.Text;
using RulesEngine.Runtime.Fields;
using RulesEngine.Runtime.Fields.Extraction;
using RulesEngine.Runtime.State;

namespace RulesEngine.Runtime.Tests.Fields;

/// <summary>What an output shows for a field of the event at hand.</summary>
internal static class FieldText
{
    /// <summary>The text of <c>%field</c>, null where the field has no value.</summary>
    public static string? Of(EventContext context, string field)
    {
        var open = field.IndexOf('[', StringComparison.Ordinal);
        var lookup = open < 0
            ? FieldTable.Resolve(field)
            : FieldTable.Resolve(field[..open], Encoding.UTF8.GetBytes(field[(open + 1)..^1]));
        var value = default(FieldValue);
        return new FieldProbe(lookup.Field!, ProbeRole.Printed).TryRead(context, ref value)
            ? Encoding.UTF8.GetString(FieldRenderer.Text(context, value))
            : null;
    }
}
