using System.Collections.Immutable;
using RulesEngine.Runtime.Fields;

namespace RulesEngine.Runtime.Matching;

/// <summary>
/// The one description of a match index. Clauses are numbered in rule order; every dimension says, for each value,
/// which clauses do not mind that value. The compiler's indexing stage makes it; <c>KernelPolicy</c> and
/// <c>MatchIndex</c> are its two written forms.
/// <para>
/// A value has exactly one of three outcomes per dimension: the longest entry that is a prefix of it, the default (no
/// entry is), or missing (the field is not available in Falco's sense). Vectors are complete: what shorter entries
/// contribute is already in the longer one's vector, so one look-up gives the answer.
/// </para>
/// </summary>
/// <param name="ClauseCount">The number of clauses; vectors have <c>(ClauseCount + 63) / 64</c> words or more.</param>
/// <param name="Dimensions">The dimensions that at least one clause constrains.</param>
public sealed record IndexPlan(int ClauseCount, ImmutableArray<IndexDimension> Dimensions);

/// <summary>
/// One dimension of an index: its entries, and the vectors for values without an entry and for no value. Vectors are
/// not changed once they are here.
/// </summary>
public sealed record IndexDimension(
    DimensionShape Shape, ImmutableArray<IndexEntry> Entries, ulong[] Default, ulong[] Missing)
{
    /// <summary>The kernel's number for the dimension; null where only user space knows it.</summary>
    public KernelDimension? Kernel { get; init; }

    /// <summary>The field whose value is looked up in user space; null in an index for the kernel.</summary>
    public FieldReference? Field { get; init; }

    /// <summary>The whole vector of an entry.</summary>
    public ulong[] VectorOf(IndexEntry entry)
    {
        var vector = (ulong[])Default.Clone();
        foreach (var change in entry.Changes)
            vector[change.Word] = change.Bits;
        return vector;
    }
}

/// <summary>
/// A prefix and its clause vector. <paramref name="Key"/> holds just the bytes the prefix covers; bits of the last byte
/// beyond <paramref name="PrefixBits"/> are zero. Of the vector only the words that differ from the dimension's
/// default are kept, by ascending number: an entry costs what its clauses cost, however many others there are.
/// </summary>
public sealed record IndexEntry(byte[] Key, int PrefixBits, ImmutableArray<ClauseWord> Changes);

/// <summary>One word of a clause vector: clauses <c>64 · Word</c> to <c>64 · Word + 63</c>, the first lowest.</summary>
public readonly record struct ClauseWord(int Word, ulong Bits);
