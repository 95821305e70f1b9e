using System.Text;
using RulesEngine.Runtime.Evaluation;
using RulesEngine.Runtime.State;

namespace RulesEngine.Runtime.Fields.Extraction;

/// <summary>Whether a value is compared or printed: Falco renders buffers and parameters differently then.</summary>
public enum ProbeRole : byte
{
    Compared,
    Printed,
}

/// <summary>How one field is read from one event; false when the event has no such value.</summary>
public delegate bool Extraction(FieldProbe probe, EventContext context, ref FieldValue value);

/// <summary>
/// A field with its argument, ready to be read again and again without allocating. Each use of a field has a probe
/// of its own, because a few fields remember the event they were last asked about (<c>evt.deltatime</c>,
/// <c>util.cnt</c>). Not thread-safe.
/// </summary>
public sealed class FieldProbe
{
    private readonly Extraction _extraction;
    private readonly NumberFormat _format;

    /// <summary>A probe for a field that the field table resolved.</summary>
    public FieldProbe(FieldReference reference, ProbeRole role)
    {
        Reference = reference;
        Role = role;
        Key = Encoding.UTF8.GetBytes(reference.Key);
        if (reference.HasArgument && Key.AsSpan().ContainsAnyExceptInRange((byte)'0', (byte)'9')
            && reference.Definition.Name.StartsWith("container.mount", StringComparison.Ordinal))
            Pattern = new PosixRegex(Key, RegexExtent.Part);
        _format = reference.Definition.Format switch
        {
            FieldFormat.Hexadecimal => NumberFormat.Hex,
            FieldFormat.PaddedDecimal => NumberFormat.NineDigits,
            _ => NumberFormat.Decimal,
        };
        _extraction = FieldExtractor.Find(reference.Definition);
    }

    public FieldReference Reference { get; }

    public ProbeRole Role { get; }

    /// <summary>The argument as a number where the field takes an index.</summary>
    public long Index => Reference.Index;

    public bool HasArgument => Reference.HasArgument;

    /// <summary>The argument as bytes where the field takes a key.</summary>
    internal byte[] Key { get; }

    /// <summary>The argument as a pattern, for the fields that search with it.</summary>
    internal PosixRegex? Pattern { get; }

    /// <summary>What a field remembers between events: a time or a count.</summary>
    internal ulong Memory { get; set; }

    /// <summary>Reads the value on this event; false when there is none.</summary>
    public bool TryRead(EventContext context, ref FieldValue value)
    {
        value = FieldValue.Of(Reference.Type);
        value.Format = _format;
        return _extraction(this, context, ref value);
    }
}
