using System.Net;

namespace RulesEngine.Runtime.Matching;

/// <summary>
/// What a hook fills in about one operation, the C# twin of the kernel's subject. Null is a value that is missing in
/// Falco's sense: every comparison with it is false. Texts are without terminator; an event code is always known.
/// </summary>
public sealed record KernelSubject(ushort EventCode)
{
    public byte[]? ProcName { get; init; }

    public byte[]? ProcExePath { get; init; }

    public byte[]? FdName { get; init; }

    public IPAddress? FdSip { get; init; }

    public ushort? FdSport { get; init; }

    public uint? UserUid { get; init; }

    public OpenAccess? OpenAccess { get; init; }

    public byte[]? ProcPname { get; init; }

    public uint? UserLoginuid { get; init; }

    /// <summary><see cref="FdName"/> up to its last slash, "/" at the top; null where there is no path.</summary>
    public byte[]? FdDirectory => FdName?.AsSpan().LastIndexOf((byte)'/') switch
    {
        null or < 0 => null,
        0 => "/"u8.ToArray(),
        var slash => FdName[..slash.Value],
    };

    /// <summary><see cref="FdName"/> behind its last slash; null where there is no path.</summary>
    public byte[]? FdFilename => FdName?.AsSpan().LastIndexOf((byte)'/') switch
    {
        null or < 0 => null,
        var slash => FdName[(slash.Value + 1)..],
    };

    /// <summary>The value of a dimension as look-up bytes, or null when it is missing.</summary>
    public byte[]? KeyOf(KernelDimension dimension) => dimension switch
    {
        KernelDimension.EventType => DimensionKeys.Number(EventCode),
        KernelDimension.ProcName => Text(ProcName),
        KernelDimension.ProcExePath => Text(ProcExePath),
        KernelDimension.FdName => Text(FdName),
        KernelDimension.FdSip => FdSip is null ? null : DimensionKeys.Address(AddressBytes(FdSip)),
        KernelDimension.FdSport => Number(FdSport),
        KernelDimension.UserUid => Number(UserUid),
        KernelDimension.OpenAccess => Number((byte?)OpenAccess),
        KernelDimension.ProcPname => Text(ProcPname),
        KernelDimension.FdDirectory => Text(FdDirectory),
        KernelDimension.FdFilename => Text(FdFilename),
        KernelDimension.UserLoginuid => Number(UserLoginuid),
        _ => throw new ArgumentOutOfRangeException(nameof(dimension), dimension, null),
    };

    private static byte[]? Text(byte[]? text) => text is null ? null : DimensionKeys.ExactText(text);

    private static byte[]? Number(uint? number) => number is null ? null : DimensionKeys.Number(number.Value);

    private static byte[] AddressBytes(IPAddress address) =>
        (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).GetAddressBytes();
}
