namespace RulesEngine.Compat.Scap;

/// <summary>What is wrong with a capture.</summary>
public enum CaptureErrorKind
{
    /// <summary>The file does not begin with a section header, or with one of another byte order or format.</summary>
    NotACapture,

    /// <summary>The file was written by a newer format.</summary>
    UnsupportedVersion,

    /// <summary>There is no event in the file.</summary>
    NoEvents,

    /// <summary>The file ends inside a block, or its compression is broken.</summary>
    Truncated,

    /// <summary>A block's lengths contradict each other or its contents.</summary>
    BrokenBlock,

    /// <summary>An event's lengths contradict each other.</summary>
    BrokenEvent,

    /// <summary>An old event that no conversion is known for.</summary>
    NoConversion,
}

/// <summary>
/// Damage found while reading a capture. Events before it have been delivered; reading ends there.
/// </summary>
/// <param name="Kind">What is wrong.</param>
/// <param name="Offset">Where the block begins, in bytes of the uncompressed file.</param>
/// <param name="Message">A sentence for people.</param>
public sealed record CaptureError(CaptureErrorKind Kind, long Offset, string Message)
{
    public override string ToString() => $"at byte {Offset} of the uncompressed file: {Message}";
}

/// <summary>The outcome of a step of reading.</summary>
public enum CaptureStatus
{
    /// <summary>The step succeeded: the tables are read, or there is an event.</summary>
    Success,

    /// <summary>The file is over.</summary>
    EndOfFile,

    /// <summary>Another capture follows in the same file; its tables are to be read next.</summary>
    NewSection,

    /// <summary>The file is damaged; <see cref="CaptureReader.Error"/> says how.</summary>
    Damaged,
}
