using System.Collections.Immutable;
using RulesEngine.Runtime.Evaluation;
using RulesEngine.Runtime.Matching;

namespace RulesEngine.Compiler.Lowering;

/// <summary>
/// A comparison on a dimension, as sets of prefixes. On a missing value it is false, as every comparison is. On a
/// present one each constant's set holds the value or not, <see cref="Negated"/> turns each answer around (<c>!=</c>),
/// and the modifier counts them. So it has one answer for each outcome of a look-up in any index that holds its
/// prefixes.
/// </summary>
public sealed record DimensionPredicate(
    Dimension Dimension, ImmutableArray<ImmutableArray<Prefix>> Sets, bool Negated, OperatorModifier Modifier)
{
    /// <summary>True whenever the value is present.</summary>
    public static DimensionPredicate Present(Dimension dimension) =>
        new(dimension, [[Prefix.All]], false, OperatorModifier.None);

    /// <summary>The answer on a present value that no prefix but the one of all values holds.</summary>
    public bool HoldsElsewhere => Holds(Sets.Count(set => set.Any(prefix => prefix.Bits == 0)));

    /// <summary>The answer on the value with this key.</summary>
    public bool HoldsOn(byte[] key) =>
        Holds(Sets.Count(set => set.Any(prefix => DimensionKeys.Covers(prefix.Key, prefix.Bits, key))));

    /// <summary>The answer on a present value that this many of the sets hold.</summary>
    public bool Holds(int setsHolding)
    {
        var hits = Negated ? Sets.Length - setsHolding : setsHolding;
        return Modifier switch
        {
            OperatorModifier.AllOf => hits == Sets.Length && hits > 0,
            OperatorModifier.OneOf => hits == 1,
            _ => hits > 0,
        };
    }
}
