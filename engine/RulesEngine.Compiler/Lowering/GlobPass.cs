using System.Buffers;
using System.Text;
using RulesEngine.Runtime.Evaluation;

namespace RulesEngine.Compiler.Lowering;

/// <summary>
/// Puts before a glob what it implies: a beginning, an end or a part that every matching text has. It preserves meaning
/// because <c>glob</c> is then equal to both together, also under <c>not</c> and on a missing value; the implied
/// comparison has a dimension, so that the glob itself is asked only where it still can match.
/// </summary>
public static class GlobPass
{
    private static readonly SearchValues<byte> Plain =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./-"u8);

    /// <summary>The condition with every glob that implies something spelled out.</summary>
    public static ConditionNode Apply(ConditionNode condition) => ConditionRewriter.Rewrite(condition, leaf =>
        Implied(leaf) is { } implied ? ConditionRewriter.And([implied, leaf]) : null);

    private static ComparisonNode? Implied(ComparisonNode leaf)
    {
        if (leaf is not { Operator: ComparisonOperator.Glob, Modifier: OperatorModifier.None, Constants: [var constant] }
            || ConstantComparison.FieldOf(leaf) is not { } field)
            return null;
        // A beginning and a star has a dimension of its own.
        if (UserDimensions.Assign(leaf) is not null)
            return null;
        var glob = constant.Text.Span;
        var first = glob.IndexOfAny("*?[\\"u8);
        if (first > 0)
            return Comparison(ComparisonOperator.StartsWith, "startswith", constant.Text[..first]);
        var last = glob.LastIndexOfAny("*?[]\\"u8);
        if (last >= 0 && last < glob.Length - 1)
            return Comparison(ComparisonOperator.EndsWith, "endswith", constant.Text[(last + 1)..]);
        var part = LongestBetweenStars(constant.Text);
        return part.IsEmpty ? null : Comparison(ComparisonOperator.Contains, "contains", part);

        ComparisonNode? Comparison(ComparisonOperator op, string word, ReadOnlyMemory<byte> text)
        {
            var implied = leaf with
            {
                Operator = op,
                Constants = [new Constant(text)],
                Text = $"{field.Text} {word} {Encoding.UTF8.GetString(text.Span)}",
            };
            // Texts that would be quoted in a condition are left alone: the normal form is what tells comparisons apart.
            return text.Span.ContainsAnyExcept(Plain) || UserDimensions.Assign(implied) is null ? null : implied;
        }
    }

    /// <summary>A part with brackets or escapes in it is left alone.</summary>
    private static ReadOnlyMemory<byte> LongestBetweenStars(ReadOnlyMemory<byte> glob)
    {
        var longest = ReadOnlyMemory<byte>.Empty;
        if (glob.Span.IndexOfAny("[]\\"u8) >= 0)
            return longest;
        foreach (var range in glob.Span.SplitAny("*?"u8))
        {
            if (glob[range].Length > longest.Length)
                longest = glob[range];
        }

        return longest;
    }
}
