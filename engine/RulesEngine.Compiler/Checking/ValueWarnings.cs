using System.Buffers;
using RulesEngine.Runtime.Evaluation;
using RulesEngine.Syntax.Ast;
using RulesEngine.Syntax.Grammar;

namespace RulesEngine.Compiler.Checking;

/// <summary>
/// Falco's warnings about constants: a regular expression that a simpler operator would do, and a text that looks as if
/// a field or a transformer had been meant.
/// </summary>
internal static class ValueWarnings
{
    private static readonly SearchValues<byte> RegexSigns = SearchValues.Create("[](){}^$.*+?|\\"u8);

    public static void Add(ByteText value, ComparisonOperator op, CheckContext context)
    {
        if (op == ComparisonOperator.Regex && IsSimple(value.Span))
        {
            context.Warn($"regex check with '{value}' may be optimized with simpler operators such as "
                + "'=', 'contains', 'startswith', 'endswith'");
        }

        if (ConditionParser.ParseOperand(value.Span) is not { } operand)
        {
            return;
        }

        if (operand is FieldExpr field)
        {
            if (context.Fields.Resolve(field.Name, field.Argument?.Memory).Field is not null)
            {
                context.Warn($"'{value}' may be a valid field misused as a const string value");
            }
        }
        else
        {
            context.Warn($"'{value}' may be a valid field transformer misused as a const string value");
        }
    }

    /// <summary><c>^?(.[*+?])?TEXT(.[*+?])?$?</c>, where the text holds no sign of regular expressions.</summary>
    private static bool IsSimple(ReadOnlySpan<byte> pattern)
    {
        pattern = pattern.StartsWith("^"u8) ? pattern[1..] : pattern;
        pattern = StartsWithAny(pattern) ? pattern[2..] : pattern;
        var text = pattern.IndexOfAny(RegexSigns);
        if (text < 0)
        {
            return true;
        }

        pattern = pattern[text..];
        pattern = StartsWithAny(pattern) ? pattern[2..] : pattern;
        return pattern.IsEmpty || pattern.SequenceEqual("$"u8);
    }

    private static bool StartsWithAny(ReadOnlySpan<byte> pattern) =>
        pattern.Length >= 2 && pattern[0] == '.' && pattern[1] is (byte)'*' or (byte)'+' or (byte)'?';
}
