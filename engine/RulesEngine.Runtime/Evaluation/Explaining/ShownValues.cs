using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using RulesEngine.Runtime.Evaluation.Values;
using RulesEngine.Runtime.Fields;
using RulesEngine.Runtime.Fields.Extraction;
using RulesEngine.Runtime.State;

namespace RulesEngine.Runtime.Evaluation.Explaining;

/// <summary>
/// The values that a comparison compares, as text: as an output would print them, except that networks and both ends of
/// a socket, which Falco does not print, are shown as the addresses and ports they are.
/// </summary>
internal sealed class ShownValues
{
    private readonly ValueReader[] _readers;

    public ShownValues(ComparisonNode comparison) => _readers = AskingOrder.Matters(comparison)
        ? []
        : [.. Sources(comparison).Select(source => ValueReader.Create(source, ProbeRole.Compared))];

    /// <summary>The values on this event, null for those that are not there.</summary>
    public ImmutableArray<string?> Read(EventContext context) => [.. _readers.Select(reader => Read(reader, context))];

    private static IEnumerable<ValueSource> Sources(ComparisonNode comparison)
    {
        var left = comparison.Left is FieldSource field ? Ends(field) : [comparison.Left];
        return comparison.Right is { } right ? left.Append(right) : left;
    }

    /// <summary>Of a field that speaks of both ends of a socket the client's and the server's field.</summary>
    private static ValueSource[] Ends(FieldSource field) => field.Field.Definition.Name switch
    {
        "fd.ip" or "fd.net" => [Field("fd.cip"), Field("fd.sip")],
        "fd.port" => [Field("fd.cport"), Field("fd.sport")],
        "fd.proto" => [Field("fd.cproto"), Field("fd.sproto")],
        _ => [field],
    };

    private static FieldSource Field(string name) => new(FieldTable.Resolve(name).Field!);

    private static string? Read(ValueReader reader, EventContext context)
    {
        var value = default(FieldValue);
        if (!reader.TryRead(context, ref value)) return null;
        if (value is { IsList: false, IsNumber: true, Format: NumberFormat.None })
            return value.Number.ToString(CultureInfo.InvariantCulture);
        if (value.Type is FieldType.IPNet or FieldType.IPv4Net or FieldType.IPv6Net) value.Type = FieldType.IPAddr;
        try
        {
            return Encoding.UTF8.GetString(FieldRenderer.Text(context, value));
        }
        catch (EvaluationException)
        {
            return "(a value that has no text)";
        }
    }
}
