namespace RulesEngine.Runtime.Matching;

/// <summary>
/// What the kernel can tell about the subject of an operation; the numbers are those of <c>enum re_dimension</c>.
/// </summary>
public enum KernelDimension : byte
{
    EventType = 0,
    ProcName = 1,
    ProcExePath = 2,
    FdName = 3,
    FdSip = 4,
    FdSport = 5,
    UserUid = 6,
    OpenAccess = 7,
    ProcPname = 8,
    FdDirectory = 9,
    FdFilename = 10,
    UserLoginuid = 11,
}

/// <summary>The bits of <see cref="KernelDimension.OpenAccess"/>: <c>enum re_access</c>.</summary>
[Flags]
public enum OpenAccess : byte
{
    None = 0,
    Read = 1,
    Write = 2,
    Create = 4,
    Execute = 8,
    Directory = 16,
}

/// <summary>
/// How the values of a dimension are spelled as bytes, so that every look-up is a longest-prefix match.
/// </summary>
public enum DimensionShape : byte
{
    /// <summary>
    /// The bytes followed by one NUL: an exact value is the prefix "value\0", a beginning is "value".
    /// </summary>
    Text = 0,

    /// <summary>Eight bytes, big endian; a range is a set of prefixes.</summary>
    Number = 1,

    /// <summary>The family byte (2 or 10), then 4 or 16 bytes of address; a network is a prefix.</summary>
    Address = 2,

    /// <summary>
    /// As <see cref="Number"/> with the highest bit turned around, so that negative ones sort first; not in the kernel.
    /// </summary>
    SignedNumber = 3,

    /// <summary>As <see cref="Text"/>, the bytes from last to first and no NUL: an end is a prefix; not in the kernel.</summary>
    TextEnd = 4,

    /// <summary>
    /// As <see cref="Text"/>, a slash before each component and no empty ones, as <c>pmatch</c> reads a path; in the
    /// kernel paths are spelled so anyway.
    /// </summary>
    Path = 5,

    /// <summary>
    /// Not a prefix: an entry is for values that contain its text, which ends in NUL. A value may have several entries;
    /// it sets the clauses that one of them sets, and clears those that one of them clears. Not in the kernel.
    /// </summary>
    Part = 6,

    /// <summary>As <see cref="Part"/>, letters of ASCII in either case.</summary>
    PartIgnoringCase = 7,

    /// <summary>As <see cref="Part"/>, an entry is for processes with an ancestor of which the field has this text.</summary>
    Ancestor = 8,
}

/// <summary>The limits of <c>re_abi.h</c> that planning has to respect; a test compares them with that file.</summary>
public static class KernelLimits
{
    /// <summary>Dimensions in use: <c>RE_DIM_COUNT</c>.</summary>
    public const int Dimensions = 12;

    /// <summary>Clauses of one policy: <c>RE_CLAUSES_MAX</c>.</summary>
    public const int Clauses = 1024;

    /// <summary>64-bit words of a clause vector: <c>RE_VECTOR_WORDS</c>.</summary>
    public const int VectorWords = Clauses / 64;

    /// <summary>
    /// Bytes of text a key holds, the terminator of an exact value included: <c>RE_KEY_TEXT_BYTES</c>.
    /// </summary>
    public const int KeyTextBytes = 252;

    /// <summary>The shape of a kernel dimension's values.</summary>
    public static DimensionShape ShapeOf(KernelDimension dimension) => dimension switch
    {
        KernelDimension.EventType or KernelDimension.FdSport or KernelDimension.UserUid
            or KernelDimension.OpenAccess or KernelDimension.UserLoginuid => DimensionShape.Number,
        KernelDimension.FdSip => DimensionShape.Address,
        _ => DimensionShape.Text,
    };
}
