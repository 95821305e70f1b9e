using System.Collections.Immutable;

namespace RulesEngine.Runtime.Evaluation;

/// <summary>
/// A rule's output as data: pieces of text and values in the order written. The compiler's checking stage makes it; the
/// renderer walks <see cref="Tokens"/> for the text and <see cref="Fields"/> for <c>output_fields</c>.
/// </summary>
/// <param name="Text">The format as written, without the leading <c>*</c>.</param>
/// <param name="AllowsMissing">
/// Whether a missing value prints as <c>&lt;NA&gt;</c> instead of suppressing the output: a leading <c>*</c>.
/// </param>
/// <param name="Tokens">The pieces.</param>
public sealed record OutputTemplate(string Text, bool AllowsMissing, ImmutableArray<OutputToken> Tokens)
{
    /// <summary>
    /// The fields named anywhere in the format, inside transformers too, each once, in order: the keys of
    /// <c>output_fields</c> are their <see cref="Fields.FieldReference.Text"/>.
    /// </summary>
    public ImmutableArray<FieldSource> Fields { get; } = Collect(Tokens);

    private static ImmutableArray<FieldSource> Collect(ImmutableArray<OutputToken> tokens)
    {
        var fields = ImmutableArray.CreateBuilder<FieldSource>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var token in tokens)
        {
            if (token is ValueToken value)
            {
                Collect(value.Source, fields, seen);
            }
        }

        return fields.ToImmutable();
    }

    private static void Collect(
        ValueSource source, ImmutableArray<FieldSource>.Builder fields, HashSet<string> seen)
    {
        switch (source)
        {
            case FieldSource field when seen.Add(field.Field.Text):
                fields.Add(field);
                break;
            case ListSource list:
                foreach (var item in list.Items)
                {
                    Collect(item, fields, seen);
                }

                break;
            case TransformerSource call:
                foreach (var input in call.Inputs)
                {
                    Collect(input, fields, seen);
                }

                break;
        }
    }
}

/// <summary>A piece of an output.</summary>
public abstract record OutputToken;

/// <summary>Text that is printed as it stands.</summary>
public sealed record LiteralToken(ReadOnlyMemory<byte> Text) : OutputToken;

/// <summary>
/// A value. <see cref="Text"/> is its canonical spelling (<c>proc.aname[2]</c>, <c>toupper(proc.name)</c>);
/// <see cref="Width"/> the number of bytes it is padded or cut to, 0 for as many as it has.
/// </summary>
public sealed record ValueToken(ValueSource Source, string Text, int Width) : OutputToken;
