using System.Text;
using Pidgin;
using RulesEngine.Syntax.Ast;

namespace RulesEngine.Syntax.Grammar;

/// <summary>Why a text is no condition, in Falco's words, and where.</summary>
public sealed record ParseError(string Message, SourcePosition Position);

/// <summary>Either a tree or an error, never both.</summary>
public sealed record ParseResult(Expr? Expression, ParseError? Error);

/// <summary>
/// Reads one condition. It receives the text as written (macros are still names, lists are already substituted) and
/// guarantees a tree or one error with Falco's message and position; nothing is looked up here, that is the compiler's
/// checking stage. Positions count bytes. Input of any shape and size is safe: nesting is counted by the grammar itself
/// and ends with an error at <c>maxDepth</c>, long before the stack does.
/// </summary>
public static class ConditionParser
{
    /// <summary>The limit of Falco's parser where nobody sets another.</summary>
    public const int DefaultMaxDepth = 100;

    /// <summary>The limit Falco's rule loader sets.</summary>
    public const int RulesFileMaxDepth = 1000;

    /// <summary>Nesting up to this many open parentheses fits any thread's stack.</summary>
    private const int ShallowParentheses = 64;

    /// <summary>A level of parentheses takes under 4 KB (measured), and 1000 levels are the most we allow.</summary>
    private const int DeepStackBytes = 16 << 20;

    public static ParseResult Parse(string text, int maxDepth = DefaultMaxDepth)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Parse(Encoding.UTF8.GetBytes(text), maxDepth);
    }

    public static ParseResult Parse(ReadOnlySpan<byte> text, int maxDepth = DefaultMaxDepth)
    {
        if (text.IsEmpty)
        {
            return new ParseResult(null, new ParseError("filter input string is empty", new SourcePosition(0, 1, 1)));
        }

        return maxDepth <= DefaultMaxDepth || DeepestNesting(text) <= ShallowParentheses
            ? ParseHere(text, maxDepth)
            : ParseOnDeepStack(text.ToArray(), maxDepth);
    }

    /// <summary>
    /// The whole text as one field or transformer call (not <c>val</c>), or null. Blanks around it do not belong.
    /// </summary>
    public static OperandExpr? ParseOperand(ReadOnlySpan<byte> text) =>
        ParseOperandAtStart(text, out var length) is { } operand && length == text.Length ? operand : null;

    /// <summary>The field or transformer call at the start of a text, as far as the grammar takes it.</summary>
    public static OperandExpr? ParseOperandAtStart(ReadOnlySpan<byte> text, out int length)
    {
        length = 0;
        if (text.IsEmpty || !char.IsAsciiLetter((char)text[0]) || text.IndexOfAny((byte)'.', (byte)'(') < 0)
        {
            return null;
        }

        var result = OperandGrammar.Measured.Parse(text, new ParseContext(text, DefaultMaxDepth));
        if (!result.Success)
        {
            return null;
        }

        length = result.Value.Length;
        return result.Value.Operand;
    }

    /// <summary>The length of the field name at the start of a text, without its argument; 0 for none.</summary>
    public static int FieldNameLength(ReadOnlySpan<byte> text) => Lexemes.FieldName(text);

    private static ParseResult ParseHere(ReadOnlySpan<byte> text, int maxDepth)
    {
        var context = new ParseContext(text, maxDepth);
        var result = ConditionGrammar.Condition.Parse(text, context);
        return result.Success
            ? new ParseResult(result.Value, null)
            : new ParseResult(null, context.Failure ?? throw new InvalidOperationException("a rule failed silently"));
    }

    private static ParseResult ParseOnDeepStack(byte[] text, int maxDepth)
    {
        ParseResult? result = null;
        var thread = new Thread(() => result = ParseHere(text, maxDepth), DeepStackBytes);
        thread.Start();
        thread.Join();
        return result!;
    }

    /// <summary>An upper bound: with quotes in the text, all that opens counts, as what closes may be quoted.</summary>
    private static int DeepestNesting(ReadOnlySpan<byte> text)
    {
        int run = 0, deepest = 0;
        var opened = text.Count((byte)'(');
        if (opened <= ShallowParentheses)
        {
            return opened;
        }

        foreach (var b in text)
        {
            if (b == '(')
            {
                deepest = Math.Max(deepest, ++run);
            }
            else if (b == ')' && run > 0)
            {
                run--;
            }
            else if (b is (byte)'"' or (byte)'\'')
            {
                return opened;
            }
        }

        return deepest;
    }
}
