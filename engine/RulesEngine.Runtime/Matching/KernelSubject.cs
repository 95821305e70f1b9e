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

    /// <summary>The value of a dimension as look-up bytes, or null when it is missing.</summary>
    public byte[]? KeyOf(KernelDimension dimension) => dimension switch
    {
        KernelDimension.EventType => DimensionKeys.Number(EventCode),
        KernelDimension.ProcName => ProcName is null ? null : DimensionKeys.ExactText(ProcName),
        KernelDimension.ProcExePath => ProcExePath is null ? null : DimensionKeys.ExactText(ProcExePath),
        KernelDimension.FdName => FdName is null ? null : DimensionKeys.ExactText(FdName),
        KernelDimension.FdSip => FdSip is null ? null : DimensionKeys.Address(AddressBytes(FdSip)),
        KernelDimension.FdSport => FdSport is null ? null : DimensionKeys.Number(FdSport.Value),
        KernelDimension.UserUid => UserUid is null ? null : DimensionKeys.Number(UserUid.Value),
        _ => throw new ArgumentOutOfRangeException(nameof(dimension), dimension, null),
    };

    private static byte[] AddressBytes(IPAddress address) =>
        (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).GetAddressBytes();
}
