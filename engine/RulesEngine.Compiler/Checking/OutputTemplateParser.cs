using System.Collections.Immutable;
using System.Text;
using RulesEngine.Runtime.Evaluation;
using RulesEngine.Runtime.Fields;
using RulesEngine.Syntax.Ast;
using RulesEngine.Syntax.Grammar;
using RulesEngine.Syntax.Printing;

namespace RulesEngine.Compiler.Checking;

/// <summary>
/// The outcome of reading an output: a template, or Falco's message and the percent sign that nothing fits to, in the
/// text behind a leading <c>*</c>.
/// </summary>
public readonly record struct OutputTemplateResult(OutputTemplate? Template, string? Error, SourcePosition Fault);

/// <summary>
/// Reads a rule's output. Behind each <c>%</c> stands an optional width and then the longest text that compiles as a
/// field or a transformer call; what follows it is text again, so that <c>%proc.namefoo</c> is a field and <c>foo</c>.
/// There is no way to write a percent sign.
/// </summary>
public static class OutputTemplateParser
{
    /// <summary>What Falco says where no field follows; it ends there.</summary>
    private const string NoField = "unknown filter: unexpected token after '";

    public static OutputTemplateResult Parse(string output, FieldCatalog fields)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(fields);
        var allowsMissing = output.StartsWith('*');
        var text = allowsMissing ? output[1..] : output;
        ReadOnlySpan<byte> rest = Encoding.UTF8.GetBytes(text);
        if (rest.IsEmpty)
        {
            return new OutputTemplateResult(null, "empty formatting token", new(0, 1, 1));
        }

        var length = rest.Length;
        var tokens = ImmutableArray.CreateBuilder<OutputToken>();
        while (!rest.IsEmpty)
        {
            var percent = rest.IndexOf((byte)'%');
            var literal = percent < 0 ? rest : rest[..percent];
            if (!literal.IsEmpty)
            {
                tokens.Add(new LiteralToken(literal.ToArray()));
            }

            if (percent < 0)
            {
                break;
            }

            var at = length - rest.Length + percent;
            rest = rest[(percent + 1)..];
            if (rest.IsEmpty)
            {
                return Fail("invalid formatting syntax: formatting cannot end with a %", at);
            }

            var width = ReadWidth(ref rest);
            if (rest.IsEmpty)
            {
                return Fail("invalid formatting syntax: formatting cannot end with a number", at);
            }

            if (ReadValue(rest, fields, out var taken) is not { } value)
            {
                return Fail(NoField, at);
            }

            tokens.Add(new ValueToken(value.Source, value.Text, width));
            rest = rest[taken..];
        }

        return new OutputTemplateResult(new OutputTemplate(text, allowsMissing, tokens.ToImmutable()), null, default);
    }

    private static OutputTemplateResult Fail(string error, int at) => new(null, error, new(at, 1, at + 1));

    private static int ReadWidth(ref ReadOnlySpan<byte> rest)
    {
        const int widest = 1 << 16;
        var width = 0;
        var digits = 0;
        for (; digits < rest.Length && char.IsAsciiDigit((char)rest[digits]); digits++)
        {
            width = Math.Min((width * 10) + (rest[digits] - '0'), widest);
        }

        rest = rest[digits..];
        return width;
    }

    /// <summary>
    /// Tries what the grammar takes as a whole, then less: a call without its selector, a field without its argument,
    /// and ever shorter names.
    /// </summary>
    private static (ValueSource Source, string Text)? ReadValue(
        ReadOnlySpan<byte> rest, FieldCatalog fields, out int length)
    {
        if (ConditionParser.ParseOperandAtStart(rest, out length) is { } operand)
        {
            if (Compile(operand, fields) is { } whole)
            {
                return whole;
            }

            if (operand is TransformerExpr { Selector: not null })
            {
                length = rest[..length].LastIndexOf((byte)'[');
                return Compile(ConditionParser.ParseOperand(rest[..length])!, fields);
            }
        }

        for (length = ConditionParser.FieldNameLength(rest); length > 0; length--)
        {
            if (ConditionParser.FieldNameLength(rest[..length]) == length
                && Compile(new FieldExpr(Encoding.ASCII.GetString(rest[..length]), null), fields) is { } shorter)
            {
                return shorter;
            }
        }

        return null;
    }

    private static (ValueSource Source, string Text)? Compile(OperandExpr operand, FieldCatalog fields) =>
        OperandChecker.Check(operand, new CheckContext(fields)) is { } source
            ? (source, ConditionPrinter.Print(operand))
            : null;
}
