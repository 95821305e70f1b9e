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
/// One dimension of an index: its entries, and the vectors for values without an entry and for no value.
/// </summary>
public sealed record IndexDimension(
    DimensionShape Shape, ImmutableArray<IndexEntry> Entries, ulong[] Default, ulong[] Missing)
{
    /// <summary>The kernel's number for the dimension; null where only user space knows it.</summary>
    public KernelDimension? Kernel { get; init; }

    /// <summary>The field whose value is looked up in user space; null in an index for the kernel.</summary>
    public FieldReference? Field { get; init; }
}

/// <summary>
/// A prefix and its clause vector. <paramref name="Key"/> holds just the bytes the prefix covers; bits of the last byte
/// beyond <paramref name="PrefixBits"/> are zero.
/// </summary>
public sealed record IndexEntry(byte[] Key, int PrefixBits, ulong[] Vector);
