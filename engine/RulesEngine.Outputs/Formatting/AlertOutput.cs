using System.Collections.Immutable;
using RulesEngine.Runtime.Evaluation;
using RulesEngine.Runtime.Evaluation.Values;
using RulesEngine.Runtime.Fields.Extraction;
using RulesEngine.Runtime.Matching;

namespace RulesEngine.Outputs.Formatting;

/// <summary>A key that the configuration adds beside the output's own fields.</summary>
/// <param name="Key">The key in <c>output_fields</c>.</param>
/// <param name="Template">What it holds.</param>
/// <param name="IsRaw">Whether it is one field's typed value; else the formatted text.</param>
public sealed record ExtraOutput(string Key, OutputTemplate Template, bool IsRaw);

/// <summary>
/// What a rule's alerts have in common, prepared once: its name and the readers of every value in its output. Belongs
/// to the thread that formats, as readers remember the last event.
/// </summary>
public sealed class AlertOutput
{
    public AlertOutput(
        string ruleName,
        RulePriority priority,
        string source,
        ImmutableArray<string> tags,
        OutputTemplate output,
        ImmutableArray<ExtraOutput> extras)
    {
        RuleName = ruleName;
        Priority = priority;
        Source = source;
        Tags = tags;
        Message = new PreparedTemplate(output);
        Fields = [.. output.Fields.Select(field => new PreparedField(field.Field.Text, Message.ReaderOf(field)))];
        Extras = [.. extras.Select(extra => new PreparedExtra(extra))];
    }

    public string RuleName { get; }

    public RulePriority Priority { get; }

    public string Source { get; }

    public ImmutableArray<string> Tags { get; }

    internal PreparedTemplate Message { get; }

    internal ImmutableArray<PreparedField> Fields { get; }

    internal ImmutableArray<PreparedExtra> Extras { get; }
}

/// <summary>A template with a reader for every value.</summary>
internal sealed class PreparedTemplate(OutputTemplate template)
{
    /// <summary>
    /// The reader of a field for JSON: the last that the text reads it with, as with Falco, where a field that counts
    /// from when it was last read shows 0 the second time; else a new one.
    /// </summary>
    public ValueReader ReaderOf(FieldSource field)
    {
        for (var i = Tokens.Length - 1; i >= 0; i--)
        {
            if (template.Tokens[i] is ValueToken { Source: FieldSource source } && source.Field.Text == field.Field.Text)
                return Tokens[i].Value!;
        }
        return ValueReader.Create(field, ProbeRole.Printed);
    }

    public ImmutableArray<PreparedToken> Tokens { get; } = [.. template.Tokens.Select(token => token switch
    {
        LiteralToken literal => new PreparedToken(literal.Text, null, 0),
        ValueToken value => new PreparedToken(default, ValueReader.Create(value.Source, ProbeRole.Printed), value.Width),
        _ => throw new ArgumentException($"{token.GetType().Name} is no token of an output", nameof(template)),
    })];
}

internal readonly record struct PreparedToken(ReadOnlyMemory<byte> Literal, ValueReader? Value, int Width);

internal readonly record struct PreparedField(string Key, ValueReader Value);

internal sealed class PreparedExtra(ExtraOutput extra)
{
    public string Key { get; } = extra.Key;

    public bool IsRaw { get; } = extra.IsRaw;

    public PreparedTemplate Template { get; } = new(extra.Template);
}
