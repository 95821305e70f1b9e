using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Text;
using RulesEngine.Compiler.Lowering;
using RulesEngine.Runtime.Matching;

namespace RulesEngine.Compiler.Planning;

/// <summary>
/// Shows a clause to a reviewer: per dimension the entries that are allowed (+) and not (−), what holds for every
/// other value (else) and for a missing one (none). A star ends a beginning; numbers are ranges, addresses networks.
/// </summary>
public static class ClausePrinter
{
    /// <summary>The clause on one line.</summary>
    public static string Print(Clause clause) =>
        string.Join(" ", clause.Constraints.OrderBy(constraint => constraint.Dimension.Kernel).Select(Print));

    private static string Print(DimensionConstraint constraint)
    {
        var entries = constraint.Entries
            .Select(entry => Sign(entry.Allowed) + Print(constraint.Dimension.Shape, entry.Prefix));
        string[] others = [Sign(constraint.Default) + "else", Sign(constraint.Missing) + "none"];
        return $"{constraint.Dimension.Name}[{string.Join(" ", entries.Concat(others))}]";
    }

    private static string Sign(bool allowed) => allowed ? "+" : "-";

    private static string Print(DimensionShape shape, Prefix prefix)
    {
        switch (shape)
        {
            case DimensionShape.Text:
                var whole = prefix.Key.Length > 0 && prefix.Key[^1] == 0;
                return Encoding.UTF8.GetString(whole ? prefix.Key[..^1] : prefix.Key) + (whole ? "" : "*");
            case DimensionShape.Address:
                var address = new byte[prefix.Key[0] == DimensionKeys.FamilyIPv4 ? 4 : 16];
                prefix.Key.AsSpan(1).CopyTo(address);
                return string.Create(CultureInfo.InvariantCulture, $"{new IPAddress(address)}/{prefix.Bits - 8}");
            default:
                var first = new byte[8];
                prefix.Key.CopyTo(first, 0);
                var lowest = BinaryPrimitives.ReadUInt64BigEndian(first);
                var highest = prefix.Bits == 64 ? lowest : lowest | ulong.MaxValue >> prefix.Bits;
                return string.Create(CultureInfo.InvariantCulture,
                    $"{lowest}{(lowest == highest ? "" : $"..{highest}")}");
        }
    }
}
