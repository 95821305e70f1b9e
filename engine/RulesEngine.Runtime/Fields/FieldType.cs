namespace RulesEngine.Runtime.Fields;

/// <summary>
/// The type of a field or of an event parameter, by Falco's name and number (<c>PT_*</c> of
/// <c>driver/ppm_events_public.h</c>). The number is the one that stands in captures and listings.
/// </summary>
public enum FieldType : byte
{
    None = 0,
    Int8 = 1,
    Int16 = 2,
    Int32 = 3,
    Int64 = 4,
    UInt8 = 5,
    UInt16 = 6,
    UInt32 = 7,
    UInt64 = 8,
    CharBuf = 9,
    ByteBuf = 10,
    Errno = 11,
    SockAddr = 12,
    SockTuple = 13,
    Fd = 14,
    Pid = 15,
    FdList = 16,
    FsPath = 17,
    SyscallId = 18,
    SigType = 19,
    RelTime = 20,
    AbsTime = 21,
    Port = 22,
    L4Proto = 23,
    SockFamily = 24,
    Bool = 25,
    IPv4Addr = 26,
    Dyn = 27,
    Flags8 = 28,
    Flags16 = 29,
    Flags32 = 30,
    Uid = 31,
    Gid = 32,
    Double = 33,
    SigSet = 34,
    CharBufArray = 35,
    CharBufPairArray = 36,
    IPv4Net = 37,
    IPv6Addr = 38,
    IPv6Net = 39,
    IPAddr = 40,
    IPNet = 41,
    Mode = 42,
    FsRelPath = 43,
    EnumFlags8 = 44,
    EnumFlags16 = 45,
    EnumFlags32 = 46,
    Fd32 = 47,
    Pid32 = 48,
}

/// <summary>Falco's names of types, as its messages and listings spell them.</summary>
public static class FieldTypeNames
{
    private static readonly string[] Names = [.. Enum.GetValues<FieldType>().Select(Spell)];

    public static string NameOf(FieldType type) => Names[(int)type];

    private static string Spell(FieldType type) => type switch
    {
        FieldType.Dyn => "DYNAMIC",
        FieldType.CharBufPairArray => "CHARBUF_PAIR_ARRAY",
        _ => type.ToString().ToUpperInvariant(),
    };
}
