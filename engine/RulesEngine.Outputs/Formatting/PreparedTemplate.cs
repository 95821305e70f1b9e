using System.Buffers;
using System.Collections.Immutable;
using RulesEngine.Runtime.Evaluation;
using RulesEngine.Runtime.Evaluation.Values;
using RulesEngine.Runtime.Fields;
using RulesEngine.Runtime.Fields.Extraction;
using RulesEngine.Runtime.State;

namespace RulesEngine.Outputs.Formatting;

/// <summary>
/// An output format made ready to be written for one event after another: a reader for every value, for its text and for
/// its fields in JSON. Belongs to one thread, as readers remember the last event.
/// </summary>
internal sealed class PreparedTemplate
{
    private readonly OutputTemplate _template;
    private readonly ImmutableArray<PreparedToken> _tokens;

    public PreparedTemplate(OutputTemplate template)
    {
        _template = template;
        _tokens = [.. template.Tokens.Select(token => token switch
        {
            LiteralToken literal => new PreparedToken(literal.Text, null, 0),
            ValueToken value => new PreparedToken(default, ValueReader.Create(value.Source, ProbeRole.Printed), value.Width),
            _ => throw new ArgumentException($"{token.GetType().Name} is no token of an output", nameof(template)),
        })];
        Fields = [.. template.Fields.Select(field => new PreparedField(field.Field.Text, ReaderOf(field)))];
    }

    /// <summary>The fields that the format names, in its order.</summary>
    public ImmutableArray<PreparedField> Fields { get; }

    /// <summary>The value that is the whole format; null when there is anything else in it.</summary>
    public ValueReader? OnlyValue => _tokens is [{ Value: { } value }] ? value : null;

    /// <summary>
    /// Writes the text. False when a value is missing, which is written as <c>&lt;NA&gt;</c>. Throws
    /// <c>EvaluationException</c> for a field that Falco refuses to print.
    /// </summary>
    public bool Write(IBufferWriter<byte> output, EventContext context)
    {
        var complete = true;
        foreach (var token in _tokens)
        {
            if (token.Value is null)
            {
                output.Write(token.Literal.Span);
                continue;
            }
            var mark = context.Scratch.Mark;
            var value = default(FieldValue);
            var present = token.Value.TryRead(context, ref value);
            complete &= present;
            WritePadded(output, present ? FieldRenderer.Text(context, value) : FieldRenderer.Missing, token.Width);
            context.Scratch.Rewind(mark);
        }
        return complete;
    }

    /// <summary>
    /// The reader of a field for JSON: the last that the text reads it with, as with Falco, where a field that counts
    /// from when it was last read shows 0 the second time; else a new one.
    /// </summary>
    private ValueReader ReaderOf(FieldSource field)
    {
        for (var i = _tokens.Length - 1; i >= 0; i--)
        {
            if (_template.Tokens[i] is ValueToken { Source: FieldSource source } && source.Field.Text == field.Field.Text)
                return _tokens[i].Value!;
        }
        return ValueReader.Create(field, ProbeRole.Printed);
    }

    private static void WritePadded(IBufferWriter<byte> output, ReadOnlySpan<byte> text, int width)
    {
        if (width == 0)
        {
            output.Write(text);
            return;
        }
        var kept = text[..Math.Min(text.Length, width)];
        output.Write(kept);
        output.GetSpan(width)[..(width - kept.Length)].Fill((byte)' ');
        output.Advance(width - kept.Length);
    }

    private readonly record struct PreparedToken(ReadOnlyMemory<byte> Literal, ValueReader? Value, int Width);
}

/// <summary>A field with its key in JSON.</summary>
internal readonly record struct PreparedField(string Key, ValueReader Value)
{
    /// <summary>Writes the value as JSON, <c>null</c> for a missing one; false then.</summary>
    public bool WriteJson(IBufferWriter<byte> output, EventContext context) => WriteJson(output, context, Value);

    public static bool WriteJson(IBufferWriter<byte> output, EventContext context, ValueReader reader)
    {
        var mark = context.Scratch.Mark;
        var value = default(FieldValue);
        var present = reader.TryRead(context, ref value);
        if (present)
            FieldJson.Write(output, context, value);
        else
            output.Write("null"u8);
        context.Scratch.Rewind(mark);
        return present;
    }
}
