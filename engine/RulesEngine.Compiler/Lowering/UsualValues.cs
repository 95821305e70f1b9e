using RulesEngine.Runtime.Events;
using RulesEngine.Runtime.Matching;

namespace RulesEngine.Compiler.Lowering;

/// <summary>
/// What is expected of a dimension's value on an ordinary event: for most that no rule names it, for a few a value that
/// rules ask for only to be sure, such as a file's type. Decides which look-ups are made; never an answer.
/// </summary>
public static class UsualValues
{
    /// <summary>Whether a predicate holds on the usual value of its dimension on events of this code.</summary>
    public static bool Holds(DimensionPredicate predicate, ushort code) =>
        KeyOf(predicate.Dimension, EventTable.All[code].Category == EventCategory.Net) is { } key
            ? predicate.HoldsOn(key) : predicate.HoldsElsewhere;

    private static byte[]? KeyOf(Dimension dimension, bool isNetwork) => dimension.Shape switch
    {
        DimensionShape.Text => dimension.Field?.Text switch
        {
            "fd.typechar" => DimensionKeys.ExactText(isNetwork ? "4"u8 : "f"u8),
            "fd.type" => DimensionKeys.ExactText(isNetwork ? "ipv4"u8 : "file"u8),
            "fd.l4proto" => DimensionKeys.ExactText("tcp"u8),
            "user.name" => DimensionKeys.ExactText("root"u8),
            _ => null,
        },
        DimensionShape.SignedNumber => dimension.Field?.Text switch
        {
            "fd.num" => DimensionKeys.Number(3 ^ DimensionKeys.SignBit),
            "proc.vpid" or "proc.pid" or "proc.ppid" => DimensionKeys.Number(1000 ^ DimensionKeys.SignBit),
            _ => null,
        },
        // Truths are false and users root, but files are mostly opened to be read.
        DimensionShape.Number => dimension.Field?.Text switch
        {
            "evt.is_open_read" => DimensionKeys.Number(1),
            "fd.sport" or "fd.cport" or "fd.lport" or "fd.rport" => null,
            _ => DimensionKeys.Number(0),
        },
        _ => null,
    };
}
