using System.Buffers.Binary;
using RulesEngine.Runtime.Events;

namespace RulesEngine.Runtime.Tests.Events;

/// <summary>Makes the bytes of events for tests.</summary>
internal static class EventBytes
{
    public static byte[] Make(ushort code, ulong timestamp, long tid, params byte[][] parameters)
    {
        var width = EventTable.All[code].IsLarge ? 4 : 2;
        var length = EventView.HeaderBytes + parameters.Sum(parameter => parameter.Length + width);
        var bytes = new byte[length];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, timestamp);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(8), tid);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(16), (uint)length);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(20), code);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(22), (uint)parameters.Length);
        var at = EventView.HeaderBytes;
        foreach (var parameter in parameters)
        {
            if (width == 4) BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(at), parameter.Length);
            else BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(at), (ushort)parameter.Length);
            at += width;
        }
        foreach (var parameter in parameters)
        {
            parameter.CopyTo(bytes, at);
            at += parameter.Length;
        }
        return bytes;
    }

    public static byte[] Number(long value)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        return bytes;
    }

    public static byte[] Number(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        return bytes;
    }

    public static byte[] Text(string text) => [.. System.Text.Encoding.UTF8.GetBytes(text), 0];
}
