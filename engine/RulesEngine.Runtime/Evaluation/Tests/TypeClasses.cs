using RulesEngine.Runtime.Fields;

namespace RulesEngine.Runtime.Evaluation.Tests;

/// <summary>How values of a type compare.</summary>
internal enum TypeClass : byte
{
    Number,
    Text,
    Buffer,
    Address,
    Network,
    Real,
}

/// <summary>Width, sign and kind of comparison of every type, as the comparison of Falco has them.</summary>
internal static class TypeClasses
{
    public static TypeClass Of(FieldType type) => type switch
    {
        FieldType.CharBuf or FieldType.FsPath or FieldType.FsRelPath => TypeClass.Text,
        FieldType.ByteBuf => TypeClass.Buffer,
        FieldType.IPAddr or FieldType.IPv4Addr or FieldType.IPv6Addr => TypeClass.Address,
        FieldType.IPNet or FieldType.IPv4Net or FieldType.IPv6Net => TypeClass.Network,
        FieldType.Double => TypeClass.Real,
        _ => TypeClass.Number,
    };

    public static bool IsSigned(FieldType type) => type is
        FieldType.Int8 or FieldType.Int16 or FieldType.Int32 or FieldType.Int64
        or FieldType.Fd or FieldType.Pid or FieldType.Errno or FieldType.Fd32 or FieldType.Pid32;

    /// <summary>The bytes a number of this type takes.</summary>
    public static int Width(FieldType type) => type switch
    {
        FieldType.Int8 or FieldType.UInt8 or FieldType.Flags8 or FieldType.EnumFlags8 or FieldType.SigType
            or FieldType.L4Proto or FieldType.SockFamily => 1,
        FieldType.Int16 or FieldType.UInt16 or FieldType.Flags16 or FieldType.EnumFlags16 or FieldType.SyscallId
            or FieldType.Port => 2,
        FieldType.Int32 or FieldType.UInt32 or FieldType.Flags32 or FieldType.EnumFlags32 or FieldType.Uid
            or FieldType.Gid or FieldType.Mode or FieldType.SigSet or FieldType.Fd32 or FieldType.Pid32
            or FieldType.IPv4Addr or FieldType.Bool => 4,
        _ => 8,
    };

    /// <summary>The number as it reads after being stored in the width of the type.</summary>
    public static long Narrow(FieldType type, long number) => (Width(type), IsSigned(type)) switch
    {
        (1, true) => (sbyte)number,
        (1, false) => (byte)number,
        (2, true) => (short)number,
        (2, false) => (ushort)number,
        (4, true) => (int)number,
        (4, false) => (uint)number,
        _ => number,
    };
}
