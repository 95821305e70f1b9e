using RulesEngine.Runtime.Fields;

namespace RulesEngine.Runtime.Matching;

/// <summary>
/// The look-up of one dimension in user space: from a value to the number of its longest entry. It holds the same
/// entries as the kernel's trie of that dimension, arranged for a processor with caches: exact texts hashed, beginnings
/// sorted, numbers and addresses as intervals. Immutable; looking up allocates nothing.
/// </summary>
internal abstract class ValueTable
{
    /// <summary>The result where the value has no entry.</summary>
    public const int NoEntry = -1;

    /// <summary>The number of the longest entry that is a prefix of the value.</summary>
    public abstract int Find(in FieldValue value);

    /// <summary>The table of a dimension; entries keep their numbers.</summary>
    public static ValueTable Create(IndexDimension dimension) => dimension.Shape switch
    {
        DimensionShape.Text => new TextTable(dimension.Entries),
        DimensionShape.TextEnd => new TextEndTable(dimension.Entries),
        DimensionShape.Path => new PathTable(dimension.Entries),
        DimensionShape.Number => new NumberTable(dimension.Entries, 0),
        DimensionShape.SignedNumber => new NumberTable(dimension.Entries, DimensionKeys.SignBit),
        _ => new AddressTable(dimension.Entries),
    };
}
