using System.Buffers.Binary;

namespace RulesEngine.Compat.Tests.Scap;

/// <summary>A capture put together block by block, so that each can be wrong.</summary>
internal sealed class CaptureBytes
{
    /// <summary>The bytes of the section header block that <see cref="Section"/> writes.</summary>
    public const int SectionLength = 28;

    public byte[] Whole { get; private set; } = [];

    public CaptureBytes Section()
    {
        var body = new byte[16];
        BinaryPrimitives.WriteUInt32LittleEndian(body, 0x1A2B3C4D);
        body[4] = 1;
        body[6] = 2;
        body.AsSpan(8).Fill(0xFF);
        return Block(0x0A0D0D0A, body);
    }

    public CaptureBytes Block(uint type, byte[] body)
    {
        var padded = (body.Length + 3) & ~3;
        var block = new byte[8 + padded + 4];
        BinaryPrimitives.WriteUInt32LittleEndian(block, type);
        BinaryPrimitives.WriteInt32LittleEndian(block.AsSpan(4), block.Length);
        BinaryPrimitives.WriteInt32LittleEndian(block.AsSpan(8 + padded), block.Length);
        body.CopyTo(block, 8);
        Whole = [.. Whole, .. block];
        return this;
    }

    /// <summary>An entry of a process list of the first version: a main thread, nothing known but its id.</summary>
    public static byte[] Process(long tid)
    {
        var entry = new byte[(3 * 8) + (4 * 2) + 8 + (3 * 4)];
        BinaryPrimitives.WriteInt64LittleEndian(entry, tid);
        BinaryPrimitives.WriteInt64LittleEndian(entry.AsSpan(8), tid);
        BinaryPrimitives.WriteInt64LittleEndian(entry.AsSpan(16), 1);
        return entry;
    }

    /// <summary>The body of an event block, without parameters.</summary>
    public static byte[] Event(ushort code, long tid)
    {
        var body = new byte[2 + 26];
        BinaryPrimitives.WriteInt64LittleEndian(body.AsSpan(2 + 8), tid);
        BinaryPrimitives.WriteInt32LittleEndian(body.AsSpan(2 + 16), 26);
        BinaryPrimitives.WriteUInt16LittleEndian(body.AsSpan(2 + 20), code);
        return body;
    }
}
