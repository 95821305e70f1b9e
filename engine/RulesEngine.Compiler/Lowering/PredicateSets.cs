using System.Collections.Immutable;
using System.Numerics;
using RulesEngine.Runtime.Evaluation;
using RulesEngine.Runtime.Matching;

namespace RulesEngine.Compiler.Lowering;

/// <summary>
/// Turns a comparison into sets of prefixes of one dimension, constant by constant. It preserves meaning because each
/// set holds exactly the values for which the operator with that constant is true (before <c>!=</c> turns it around);
/// an operator or a constant for which no such sets exist gives a reason instead.
/// </summary>
public static class PredicateSets
{
    /// <summary>Why an operator has no prefixes.</summary>
    public const string OperatorReason = "the operator needs more than a beginning or an exact value";

    /// <summary>Why a constant has no entry.</summary>
    public const string LengthReason = "the value is longer than a kernel entry can be";

    /// <summary>The comparison on texts.</summary>
    public static DimensionPredicate? OnText(ComparisonNode leaf, Dimension dimension, out string reason)
    {
        reason = OperatorReason;
        if (leaf.Operator == ComparisonOperator.Exists)
            return DimensionPredicate.Present(dimension);
        var sets = ImmutableArray.CreateBuilder<ImmutableArray<Prefix>>(leaf.Constants.Length);
        foreach (var constant in leaf.Constants)
        {
            if (TextSet(leaf.Operator, constant.Text.Span, dimension) is not { } set)
                return null;
            foreach (var prefix in set)
            {
                if (prefix.Key.Length > dimension.MostTextBytes)
                {
                    reason = LengthReason;
                    return null;
                }
            }

            sets.Add(set);
        }

        return Make(leaf, dimension, sets);
    }

    /// <summary>The comparison with ends of texts, whose keys are spelled backwards.</summary>
    public static DimensionPredicate? OnEnd(ComparisonNode leaf, Dimension dimension) =>
        Make(leaf, dimension, leaf.Constants.Select(constant => ImmutableArray.Create(Backwards(constant.Text.Span))));

    /// <summary>The comparison with parts of texts; an empty part is in every text and needs no look-up.</summary>
    public static DimensionPredicate? OnParts(ComparisonNode leaf, Dimension dimension)
    {
        var isAny = leaf.Modifier == OperatorModifier.AnyOf || (leaf.Modifier, leaf.Constants.Length) is (OperatorModifier.None, 1);
        if (!isAny || leaf.Constants.IsEmpty || leaf.Constants.Any(constant => constant.Text.IsEmpty))
            return null;
        return Make(leaf, dimension,
            leaf.Constants.Select(constant => ImmutableArray.Create(Prefix.ExactText(
                dimension.Shape == DimensionShape.PartIgnoringCase ? Lower(constant.Text) : constant.Text.Span))));
    }

    /// <summary>
    /// The comparison on whole numbers from zero to <paramref name="highest"/>. Where the kernel has no negative
    /// numbers, <paramref name="minusOne"/> is the value that stands for −1 (and is not itself a value).
    /// </summary>
    public static DimensionPredicate? OnNumber(
        ComparisonNode leaf, Dimension dimension, ulong highest, out string reason, ulong? minusOne = null)
    {
        reason = OperatorReason;
        if (leaf.Operator == ComparisonOperator.Exists)
            return DimensionPredicate.Present(dimension);
        var sets = ImmutableArray.CreateBuilder<ImmutableArray<Prefix>>(leaf.Constants.Length);
        foreach (var constant in leaf.Constants)
        {
            // Unsigned fields compare with the constant as their own width holds it.
            BigInteger number = minusOne is null ? (ulong)constant.Number & highest : constant.Number;
            if (Bounds(leaf.Operator, number, highest) is not { } bounds)
                return null;
            sets.Add(NumberSet(bounds.From, bounds.To, highest, minusOne));
        }

        return Make(leaf, dimension, sets);
    }

    /// <summary>The comparison on numbers of 64 bits with a sign.</summary>
    public static DimensionPredicate? OnSigned(ComparisonNode leaf, Dimension dimension, out string reason)
    {
        reason = OperatorReason;
        if (leaf.Operator == ComparisonOperator.Exists)
            return DimensionPredicate.Present(dimension);
        var sets = ImmutableArray.CreateBuilder<ImmutableArray<Prefix>>(leaf.Constants.Length);
        foreach (var constant in leaf.Constants)
        {
            // The dimension's keys are shifted so that the lowest number is zero.
            var number = new BigInteger(constant.Number) - long.MinValue;
            if (Bounds(leaf.Operator, number, ulong.MaxValue) is not { } bounds)
                return null;
            sets.Add(NumberSet(bounds.From, bounds.To, ulong.MaxValue, null));
        }

        return Make(leaf, dimension, sets);
    }

    /// <summary>The comparison on addresses; an address of the other family is in no set.</summary>
    public static DimensionPredicate? OnAddress(ComparisonNode leaf, Dimension dimension, out string reason)
    {
        reason = OperatorReason;
        if (leaf.Operator == ComparisonOperator.Exists)
            return DimensionPredicate.Present(dimension);
        if (leaf.Operator is not (ComparisonOperator.Equal or ComparisonOperator.NotEqual or ComparisonOperator.In
            or ComparisonOperator.Intersects))
            return null;
        var sets = ImmutableArray.CreateBuilder<ImmutableArray<Prefix>>(leaf.Constants.Length);
        foreach (var constant in leaf.Constants)
        {
            // Networks under a modifier are compared in a way of Falco's own.
            if (constant.PrefixLength >= 0 && leaf.Modifier != OperatorModifier.None)
                return null;
            var address = constant.Address.Span;
            sets.Add([Prefix.Address(address, constant.PrefixLength < 0 ? address.Length * 8 : constant.PrefixLength)]);
        }

        return Make(leaf, dimension, sets);
    }

    /// <summary>The comparison of one bit of a small number with true or false.</summary>
    public static DimensionPredicate? OnBit(
        ComparisonNode leaf, Dimension dimension, int bit, int values, out string reason)
    {
        reason = OperatorReason;
        if (leaf.Operator == ComparisonOperator.Exists)
            return DimensionPredicate.Present(dimension);
        if (leaf.Operator is not (ComparisonOperator.Equal or ComparisonOperator.NotEqual or ComparisonOperator.In
            or ComparisonOperator.Intersects))
            return null;
        var sets = ImmutableArray.CreateBuilder<ImmutableArray<Prefix>>(leaf.Constants.Length);
        foreach (var constant in leaf.Constants)
        {
            sets.Add(BitSet(bit, constant.Number != 0, values));
        }

        return Make(leaf, dimension, sets);
    }

    /// <summary>True where one bit of a small number is as wanted.</summary>
    public static DimensionPredicate OfBit(Dimension dimension, int bit, bool wanted, int values) =>
        new(dimension, [BitSet(bit, wanted, values)], false, OperatorModifier.None);

    /// <summary>True for every address of the chosen families.</summary>
    public static DimensionPredicate OfFamilies(Dimension dimension, bool ipv4, bool ipv6) => new(
        dimension,
        [[
            .. ipv4 ? [new Prefix([DimensionKeys.FamilyIPv4], 8)] : ImmutableArray<Prefix>.Empty,
            .. ipv6 ? [new Prefix([DimensionKeys.FamilyIPv6], 8)] : ImmutableArray<Prefix>.Empty,
        ]],
        false, OperatorModifier.None);

    /// <summary>The numbers with a bit as wanted come in runs as long as the bit's value.</summary>
    private static ImmutableArray<Prefix> BitSet(int bit, bool wanted, int values) =>
    [
        .. Enumerable.Range(0, values / bit).Where(run => run % 2 == (wanted ? 1 : 0))
            .SelectMany(run => Prefix.Range((ulong)(run * bit), (ulong)((run + 1) * bit) - 1)),
    ];

    private static ImmutableArray<Prefix>? TextSet(ComparisonOperator op, ReadOnlySpan<byte> text, Dimension dimension)
    {
        switch (op)
        {
            case ComparisonOperator.Equal or ComparisonOperator.NotEqual
                or ComparisonOperator.In or ComparisonOperator.Intersects:
                return [Prefix.ExactText(text)];
            case ComparisonOperator.StartsWith:
                return [Prefix.TextStart(text)];
            case ComparisonOperator.Glob when text.IndexOfAny("?[\\"u8) < 0:
                return text.IndexOf((byte)'*') switch
                {
                    < 0 => [Prefix.ExactText(text)],
                    var star when star == text.Length - 1 => [Prefix.TextStart(text[..star])],
                    _ => null,
                };
            // Only the kernel's paths, and those spelled anew for it, are absolute and without empty components.
            case ComparisonOperator.PMatch when (dimension.Kernel is not null || dimension.Shape == DimensionShape.Path)
                && text.IndexOfAny("?*["u8) < 0:
                return PathSet(text);
            default:
                return null;
        }
    }

    private static ImmutableArray<Prefix> PathSet(ReadOnlySpan<byte> path)
    {
        var whole = new List<byte>();
        foreach (var part in path.Split((byte)'/'))
        {
            if (path[part].IsEmpty)
                continue;
            whole.Add((byte)'/');
            whole.AddRange(path[part]);
        }

        if (whole.Count == 0)
            return [Prefix.All];
        var text = whole.ToArray();
        return [Prefix.ExactText(text), Prefix.TextStart([.. text, (byte)'/'])];
    }

    private static (BigInteger From, BigInteger To)? Bounds(ComparisonOperator op, BigInteger number, ulong highest) =>
        op switch
        {
            ComparisonOperator.Equal or ComparisonOperator.NotEqual or ComparisonOperator.In
                or ComparisonOperator.Intersects => (number, number),
            ComparisonOperator.Less => (-1, number - 1),
            ComparisonOperator.LessOrEqual => (-1, number),
            ComparisonOperator.Greater => (number + 1, highest),
            ComparisonOperator.GreaterOrEqual => (number, highest),
            _ => null,
        };

    private static ImmutableArray<Prefix> NumberSet(BigInteger from, BigInteger to, ulong highest, ulong? minusOne)
    {
        var top = minusOne is null ? highest : highest - 1;
        var set = ImmutableArray.CreateBuilder<Prefix>();
        if (to >= 0 && from <= top)
            set.AddRange(Prefix.Range(from < 0 ? 0 : (ulong)from, to > top ? top : (ulong)to));
        if (minusOne is { } standIn && from <= -1 && to >= -1)
            set.Add(Prefix.Number(standIn));
        return set.ToImmutable();
    }

    private static byte[] Lower(ReadOnlyMemory<byte> text) =>
        Array.ConvertAll(text.ToArray(), letter => char.IsAsciiLetterUpper((char)letter) ? (byte)(letter | 0x20) : letter);

    private static Prefix Backwards(ReadOnlySpan<byte> text)
    {
        var key = text.ToArray();
        key.AsSpan().Reverse();
        return new Prefix(key, key.Length * 8);
    }

    private static DimensionPredicate Make(
        ComparisonNode leaf, Dimension dimension, IEnumerable<ImmutableArray<Prefix>> sets) =>
        new(dimension, [.. sets], leaf.Operator == ComparisonOperator.NotEqual, leaf.Modifier);
}
