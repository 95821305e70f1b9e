using RulesEngine.Runtime.Fields;
using RulesEngine.Runtime.Fields.Extraction;
using RulesEngine.Runtime.State;

namespace RulesEngine.Runtime.Evaluation.Values;

/// <summary>
/// Where one side of a comparison gets its value from an event: a field, a literal, a list of them, or a transformer
/// over any of these. Built at load from a <see cref="ValueSource"/>; reading allocates nothing. Not thread-safe.
/// </summary>
public abstract class ValueReader
{
    /// <summary>Reads the value; false when there is none, and then the comparison is false.</summary>
    public abstract bool TryRead(EventContext context, ref FieldValue value);

    /// <summary>The reader for a checked source.</summary>
    public static ValueReader Create(ValueSource source, ProbeRole role) => source switch
    {
        FieldSource field => new FieldReader(new FieldProbe(field.Field, role)),
        LiteralSource literal => new LiteralReader(literal.Value.ToArray()),
        ListSource list => new ListReader([.. list.Items.Select(item => Create(item, ProbeRole.Printed))]),
        TransformerSource transformer => CreateTransformer(transformer, role),
        _ => throw new ArgumentException($"no reader for {source.GetType().Name}", nameof(source)),
    };

    private static ValueReader CreateTransformer(TransformerSource transformer, ProbeRole role)
    {
        var inputs = transformer.Inputs;
        return transformer.Kind switch
        {
            TransformerKind.Join => new JoinReader(
                Create(inputs[0], ProbeRole.Printed), Create(inputs[1], ProbeRole.Printed)),
            TransformerKind.Concat => new ConcatReader([.. inputs.Select(input => Create(input, ProbeRole.Printed))]),
            TransformerKind.GetOpt => new GetOptReader(
                Create(inputs[0], ProbeRole.Printed),
                Create(inputs[1], ProbeRole.Printed),
                transformer.Selector?.ToArray()),
            TransformerKind.Len => new LengthReader(Create(inputs[0], role), inputs[0].IsList, LengthFormat(inputs[0])),
            _ => new TextTransformReader(transformer.Kind, Create(inputs[0], role)),
        };
    }

    // Falco prints a transformed value in the form of the field it starts from, and has none for most texts.
    private static NumberFormat LengthFormat(ValueSource measured) => measured switch
    {
        FieldSource { Field.Definition.Format: FieldFormat.Decimal or FieldFormat.Id } => NumberFormat.Decimal,
        TransformerSource { Inputs: [var input, ..] } => LengthFormat(input),
        _ => NumberFormat.None,
    };
}

/// <summary>A field.</summary>
internal sealed class FieldReader(FieldProbe probe) : ValueReader
{
    public override bool TryRead(EventContext context, ref FieldValue value) => probe.TryRead(context, ref value);
}

/// <summary>A literal argument of a transformer.</summary>
internal sealed class LiteralReader(byte[] text) : ValueReader
{
    public override bool TryRead(EventContext context, ref FieldValue value)
    {
        value = FieldValue.Of(FieldType.CharBuf);
        return value.Take(text);
    }
}

/// <summary>A list written in the condition; missing when one of its items is. Numbers become decimal text.</summary>
internal sealed class ListReader(ValueReader[] items) : ValueReader
{
    public override bool TryRead(EventContext context, ref FieldValue value)
    {
        var arena = context.Scratch;
        Span<TextPart> parts = stackalloc TextPart[items.Length];
        for (var i = 0; i < items.Length; i++)
        {
            if (!TextPart.TryRead(items[i], context, out parts[i])) return false;
        }

        var first = arena.ItemCount;
        foreach (var part in parts)
        {
            part.ShowShared(context);
            arena.AddItem(part.Mark, part.Length);
        }

        value = FieldValue.Of(FieldType.CharBuf);
        return value.TakeItems(arena, first);
    }
}
