using System.Buffers.Text;

namespace RulesEngine.Runtime.State;

/// <summary>The text of addresses and of the ends of sockets, as names of descriptors show them.</summary>
internal static class SocketName
{
    /// <summary>No text made here is longer, the path of a unix socket aside.</summary>
    public const int BytesMax = 128;

    /// <summary>The name of an IP socket: both ends, or the one it listens on.</summary>
    public static byte[] NameOf(FdInfo fd, RecentBytes<byte[]> names)
    {
        Span<byte> target = stackalloc byte[BytesMax];
        var length = fd.IsServerSocket
            ? WriteEnd(target, fd.ServerAddress, fd.ServerPort)
            : WriteTuple(target, fd.SourceAddress, fd.SourcePort, fd.DestinationAddress, fd.DestinationPort);
        return names.Get(target[..length]);
    }

    /// <summary>The name of a connected socket after it was used: without ports where the protocol has none.</summary>
    internal static byte[] UsedNameOf(FdInfo fd, RecentBytes<byte[]> names)
    {
        if (fd.Protocol is L4Protocol.Tcp or L4Protocol.Udp) return NameOf(fd, names);
        if (fd.Protocol != L4Protocol.Icmp) return names.Get("<unknown>"u8);
        Span<byte> target = stackalloc byte[BytesMax];
        var length = WriteAddress(target, fd.SourceAddress);
        "->"u8.CopyTo(target[length..]);
        length += 2;
        length += WriteAddress(target[length..], fd.DestinationAddress);
        return names.Get(target[..length]);
    }

    /// <summary>Writes <c>source:port->destination:port</c>; returns the length.</summary>
    public static int WriteTuple(
        Span<byte> target,
        ReadOnlySpan<byte> source,
        ushort sourcePort,
        ReadOnlySpan<byte> destination,
        ushort destinationPort)
    {
        var length = WriteEnd(target, source, sourcePort);
        "->"u8.CopyTo(target[length..]);
        length += 2;
        return length + WriteEnd(target[length..], destination, destinationPort);
    }

    /// <summary>Writes <c>address:port</c>; returns the length.</summary>
    public static int WriteEnd(Span<byte> target, ReadOnlySpan<byte> address, ushort port)
    {
        var length = WriteAddress(target, address);
        target[length++] = (byte)':';
        Utf8Formatter.TryFormat(port, target[length..], out var written);
        return length + written;
    }

    /// <summary>Writes an address of 4 or 16 bytes; other lengths give nothing.</summary>
    public static int WriteAddress(Span<byte> target, ReadOnlySpan<byte> address) => address.Length switch
    {
        4 => WriteIPv4(target, address),
        16 => WriteIPv6(target, address),
        _ => 0,
    };

    /// <summary>Writes <c>source->destination path</c> of a unix socket; the target must have room for the path.</summary>
    public static int WriteUnix(Span<byte> target, ulong source, ulong destination, ReadOnlySpan<byte> path)
    {
        Utf8Formatter.TryFormat(source, target, out var length, 'x');
        "->"u8.CopyTo(target[length..]);
        length += 2;
        Utf8Formatter.TryFormat(destination, target[length..], out var written, 'x');
        length += written;
        target[length++] = (byte)' ';
        path.CopyTo(target[length..]);
        return length + path.Length;
    }

    /// <summary>Whether an IPv6 address stands for an IPv4 one; unset addresses count as such, as in Falco.</summary>
    public static bool IsMapped(ReadOnlySpan<byte> address) =>
        !address[..10].ContainsAnyExcept((byte)0)
        && (address[10] == 0xFF && address[11] == 0xFF || !address[10..].ContainsAnyExcept((byte)0));

    private static int WriteIPv4(Span<byte> target, ReadOnlySpan<byte> address)
    {
        var length = 0;
        for (var i = 0; i < 4; i++)
        {
            if (i > 0) target[length++] = (byte)'.';
            Utf8Formatter.TryFormat(address[i], target[length..], out var written);
            length += written;
        }
        return length;
    }

    /// <summary>The canonical form, as the C library's <c>inet_ntop</c> writes it.</summary>
    private static int WriteIPv6(Span<byte> target, ReadOnlySpan<byte> address)
    {
        var (gapStart, gapLength) = LongestZeros(address);
        var length = 0;
        for (var i = 0; i < 8; i++)
        {
            if (i >= gapStart && i < gapStart + gapLength)
            {
                if (i == gapStart) target[length++] = (byte)':';
                continue;
            }
            if (i > 0) target[length++] = (byte)':';
            if (i == 6 && gapStart == 0
                && (gapLength == 6 || (gapLength == 5 && address[10] == 0xFF && address[11] == 0xFF)))
            {
                return length + WriteIPv4(target[length..], address[12..]);
            }
            Utf8Formatter.TryFormat(
                (ushort)((address[i * 2] << 8) | address[i * 2 + 1]), target[length..], out var written, 'x');
            length += written;
        }
        if (gapLength > 0 && gapStart + gapLength == 8) target[length++] = (byte)':';
        return length;
    }

    /// <summary>The first longest run of at least two zero groups.</summary>
    private static (int Start, int Length) LongestZeros(ReadOnlySpan<byte> address)
    {
        var (bestStart, bestLength) = (-1, 0);
        var (start, run) = (-1, 0);
        for (var i = 0; i < 8; i++)
        {
            if (address[i * 2] != 0 || address[i * 2 + 1] != 0)
            {
                run = 0;
                continue;
            }
            if (run++ == 0) start = i;
            if (run > bestLength) (bestStart, bestLength) = (start, run);
        }
        return bestLength >= 2 ? (bestStart, bestLength) : (-1, 0);
    }
}
