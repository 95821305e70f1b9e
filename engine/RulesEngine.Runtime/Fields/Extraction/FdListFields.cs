using System.Buffers.Binary;
using RulesEngine.Runtime.Events;
using RulesEngine.Runtime.Fields.Text;
using RulesEngine.Runtime.State;

namespace RulesEngine.Runtime.Fields.Extraction;

/// <summary>The descriptors of poll and ppoll, joined by commas. Descriptors without the wanted fact are left out.</summary>
internal static class FdListFields
{
    private enum Fact : byte
    {
        Number,
        Name,
        ClientAddress,
        ServerAddress,
        ClientPort,
        ServerPort,
    }

    public static void Register(Dictionary<string, Extraction> table)
    {
        table["fdlist.nums"] = (_, context, ref value) => Take(context, Fact.Number, ref value);
        table["fdlist.names"] = (_, context, ref value) => Take(context, Fact.Name, ref value);
        table["fdlist.cips"] = (_, context, ref value) => Take(context, Fact.ClientAddress, ref value);
        table["fdlist.sips"] = (_, context, ref value) => Take(context, Fact.ServerAddress, ref value);
        table["fdlist.cports"] = (_, context, ref value) => Take(context, Fact.ClientPort, ref value);
        table["fdlist.sports"] = (_, context, ref value) => Take(context, Fact.ServerPort, ref value);
    }

    private static bool Take(EventContext context, Fact fact, ref FieldValue value)
    {
        if (context.Code is not (EventCodes.PollExit or EventCodes.PPollExit)) return false;
        if (context.Thread is not { } thread) return false;
        var list = context.Event.Param(1);
        if (list.Length < 2) return false;
        var output = context.Scratch;
        var mark = output.Mark;
        var count = BinaryPrimitives.ReadUInt16LittleEndian(list);
        for (var i = 0; i < count && list.Length >= 2 + (i + 1) * 10; i++)
        {
            var number = BinaryPrimitives.ReadInt64LittleEndian(list[(2 + i * 10)..]);
            if (TryAppend(output, thread.Fds.Find(number), number, fact)) output.Append((byte)',');
        }

        var text = output.Since(mark);
        return text.Length > 0 && value.Take(text[..^1]);
    }

    private static bool TryAppend(ScratchArena output, FdInfo? fd, long number, Fact fact)
    {
        switch (fact)
        {
            case Fact.Number:
                output.AppendDecimal(number);
                return true;
            case Fact.Name:
                output.Append(fd is { Name.Length: > 0 } ? fd.Name : "<NA>"u8);
                return true;
            case Fact.ClientAddress when fd is { IsIPSocket: true }:
                SocketText.AppendAddressOnly(output, FdSocketFields.Address(fd, isSource: true));
                return true;
            case Fact.ServerAddress when fd is { IsIPSocket: true }:
                SocketText.AppendAddressOnly(output, FdSocketFields.Address(fd, isSource: false));
                return true;
            case Fact.ServerAddress when fd is { IsServerSocket: true }:
                // Falco prints the first four bytes of any listening address as an IPv4 address.
                SocketText.AppendAddressOnly(output, FdSocketFields.Address(fd, isSource: true)[..4]);
                return true;
            case Fact.ClientPort when fd is { IsIPSocket: true }:
                output.AppendDecimal((long)fd.SourcePort);
                return true;
            case Fact.ServerPort when fd is { IsIPSocket: true }:
                output.AppendDecimal((long)fd.DestinationPort);
                return true;
            default:
                return false;
        }
    }
}
