using System.Text;
using RulesEngine.Runtime.State;

namespace RulesEngine.Compat.Scap;

/// <summary>Reads the descriptors that a process had when a capture began.</summary>
internal static class FdListReader
{
    private const int PathBytesMax = 1024;

    /// <summary>Hands every descriptor to the state machine. False when an entry contradicts the lengths.</summary>
    public static bool Read(ReadOnlySpan<byte> body, bool withLengths, StateMachine machine)
    {
        var cursor = new ByteCursor(body);
        var tid = cursor.I64();
        while (cursor.Remaining > 3)
        {
            FdInfo fd;
            long number;
            if (withLengths)
            {
                var length = cursor.U32();
                if (length < 4) return false;
                var entry = cursor.Sub((int)Math.Min(length - 4, int.MaxValue));
                fd = ReadEntry(ref entry, withLengths, out number);
                if (entry.Failed || cursor.Failed) return false;
            }
            else
            {
                fd = ReadEntry(ref cursor, withLengths, out number);
                if (cursor.Failed) return false;
            }
            machine.ImportFd(tid, number, fd);
        }
        return !cursor.Failed;
    }

    private static FdInfo ReadEntry(ref ByteCursor cursor, bool withLength, out long number)
    {
        number = cursor.I64();
        var fd = new FdInfo { Inode = cursor.U64() };
        var type = cursor.U8();
        fd.Type = (FdType)type;
        switch (fd.Type)
        {
            case FdType.IPv4Socket:
                ReadConnection(ref cursor, fd, 4);
                break;
            case FdType.IPv6Socket:
                ReadConnection(ref cursor, fd, 16);
                break;
            case FdType.IPv4ServerSocket:
                ReadServer(ref cursor, fd, 4);
                break;
            case FdType.IPv6ServerSocket:
                ReadServer(ref cursor, fd, 16);
                break;
            case FdType.UnixSocket:
                fd.SetUnix(cursor.U64(), cursor.U64());
                fd.Name = cursor.Text(PathBytesMax).ToArray();
                break;
            case FdType.FileV2:
                fd.OpenFlags = cursor.U32();
                fd.Name = cursor.Text(PathBytesMax).ToArray();
                if (withLength && cursor.Remaining >= 4) fd.Device = cursor.U32();
                break;
            case FdType.Unknown:
                break;
            case <= FdType.PidFd:
                fd.Name = cursor.Text(PathBytesMax).ToArray();
                break;
            default:
                // A newer writer; without its length the entry cannot be skipped.
                fd.Type = FdType.Unsupported;
                fd.Name = Encoding.ASCII.GetBytes($"unknown-type:[{type}]");
                if (!withLength) cursor.Take(int.MaxValue);
                break;
        }
        return fd;
    }

    private static void ReadConnection(ref ByteCursor cursor, FdInfo fd, int addressBytes)
    {
        var source = cursor.Take(addressBytes);
        var destination = cursor.Take(addressBytes);
        fd.SetConnection(source, destination, cursor.U16(), cursor.U16());
        fd.Protocol = (L4Protocol)cursor.U8();
    }

    private static void ReadServer(ref ByteCursor cursor, FdInfo fd, int addressBytes)
    {
        fd.SetServer(cursor.Take(addressBytes), cursor.U16());
        fd.Protocol = (L4Protocol)cursor.U8();
    }
}
