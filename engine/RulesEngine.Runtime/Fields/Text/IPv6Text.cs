using System.Buffers.Binary;
using RulesEngine.Runtime.State;

namespace RulesEngine.Runtime.Fields.Text;

/// <summary>
/// IPv6 addresses as <c>inet_ntop</c> writes them: the first longest run of two or more zero groups is <c>::</c>;
/// compatible and mapped IPv4 addresses end in dotted form.
/// </summary>
internal static class IPv6Text
{
    public static void Append(ScratchArena output, scoped ReadOnlySpan<byte> address)
    {
        var (runStart, runLength) = LongestZeroRun(address);
        for (var group = 0; group < 8; group++)
        {
            if (group >= runStart && group < runStart + runLength)
            {
                if (group == runStart) output.Append((byte)':');
                continue;
            }

            if (group > 0) output.Append((byte)':');
            if (group == 6 && runStart == 0 && IsDotted(address, runLength))
            {
                SocketText.AppendAddressOnly(output, address[12..]);
                return;
            }

            output.AppendHexLower(Group(address, group));
        }

        if (runLength > 0 && runStart + runLength == 8) output.Append((byte)':');
    }

    private static bool IsDotted(ReadOnlySpan<byte> address, int runLength) =>
        runLength == 6 || (runLength == 5 && Group(address, 5) == 0xFFFF);

    private static (int Start, int Length) LongestZeroRun(ReadOnlySpan<byte> address)
    {
        var (start, length) = (-1, 1);
        for (var group = 0; group < 8; group++)
        {
            var end = group;
            while (end < 8 && Group(address, end) == 0) end++;
            if (end - group > length) (start, length) = (group, end - group);
            group = Math.Max(group, end);
        }

        return start < 0 ? (-1, 0) : (start, length);
    }

    private static ushort Group(ReadOnlySpan<byte> address, int index) =>
        BinaryPrimitives.ReadUInt16BigEndian(address[(index * 2)..]);
}
