using System.Buffers.Binary;
using RulesEngine.Runtime.State;

namespace RulesEngine.Runtime.Fields.Text;

/// <summary>Socket addresses and tuples of event parameters as text; ports stay numbers.</summary>
internal static class SocketText
{
    private const byte Unix = 1;
    private const byte IPv4 = 2;
    private const byte IPv6 = 10;

    /// <summary>
    /// <code>
    ///   unix: u8 family, path, NUL      IPv4: u8 family, 4 address, u16 port      IPv6: u8 family, 16 address, u16 port
    /// </code>
    /// </summary>
    public static void AppendAddress(ScratchArena output, ReadOnlySpan<byte> bytes)
    {
        switch (bytes[0])
        {
            case Unix:
                output.Append(ParamText.CString(bytes[1..]));
                break;
            case IPv4 when bytes.Length == 7:
                AppendEnd(output, bytes[1..5], bytes[5..7]);
                break;
            case IPv6 when bytes.Length == 19:
                AppendEnd(output, bytes[1..17], bytes[17..19]);
                break;
            default:
                AppendInvalid(output, bytes[0]);
                break;
        }
    }

    /// <summary>
    /// <code>
    ///   unix: u8 family, u64 source, u64 destination, path, NUL      IPv4/IPv6: u8 family, (address, u16 port) twice
    /// </code>
    /// </summary>
    public static void AppendTuple(ScratchArena output, ReadOnlySpan<byte> bytes)
    {
        switch (bytes[0])
        {
            case Unix when bytes.Length > 16:
                output.AppendHexLower(BinaryPrimitives.ReadUInt64LittleEndian(bytes[1..]));
                output.Append("->"u8);
                output.AppendHexLower(BinaryPrimitives.ReadUInt64LittleEndian(bytes[9..]));
                output.Append((byte)' ');
                output.Append(ParamText.CString(bytes[17..]));
                break;
            case IPv4 when bytes.Length == 13:
                AppendEnds(output, bytes[1..5], bytes[5..7], bytes[7..11], bytes[11..13]);
                break;
            case IPv6 when bytes.Length == 37:
                if (SocketName.IsMapped(bytes[1..17]) && SocketName.IsMapped(bytes[19..35]))
                    AppendEnds(output, bytes[13..17], bytes[17..19], bytes[31..35], bytes[35..37]);
                else
                    AppendEnds(output, bytes[1..17], bytes[17..19], bytes[19..35], bytes[35..37]);
                break;
            default:
                AppendInvalid(output, bytes[0]);
                break;
        }
    }

    /// <summary>An address of 4 or 16 bytes.</summary>
    public static void AppendAddressOnly(ScratchArena output, scoped ReadOnlySpan<byte> address)
    {
        if (address.Length == 4)
        {
            for (var i = 0; i < 4; i++)
            {
                if (i > 0) output.Append((byte)'.');
                output.AppendDecimal((long)address[i]);
            }

            return;
        }

        IPv6Text.Append(output, address);
    }

    private static void AppendEnds(
        ScratchArena output,
        ReadOnlySpan<byte> source,
        ReadOnlySpan<byte> sourcePort,
        ReadOnlySpan<byte> destination,
        ReadOnlySpan<byte> destinationPort)
    {
        AppendEnd(output, source, sourcePort);
        output.Append("->"u8);
        AppendEnd(output, destination, destinationPort);
    }

    private static void AppendEnd(ScratchArena output, ReadOnlySpan<byte> address, ReadOnlySpan<byte> port)
    {
        AppendAddressOnly(output, address);
        output.Append((byte)':');
        output.AppendDecimal((long)BinaryPrimitives.ReadUInt16LittleEndian(port));
    }

    private static void AppendInvalid(ScratchArena output, byte family)
    {
        if (family is IPv4 or IPv6)
        {
            output.Append(family == IPv4 ? "INVALID IPv4"u8 : "INVALID IPv6"u8);
            return;
        }

        output.Append("family "u8);
        output.AppendDecimal((long)family);
    }
}
