using System.Numerics;
using RulesEngine.Runtime.Matching;

namespace RulesEngine.Compiler.Indexing;

/// <summary>
/// Weighs a dimension's look-up, which every event of a group pays, against the comparisons it saves: a value that is
/// in no entry, the usual case, rules some clauses out, and only those residuals need not be looked at. Changes speed
/// only, never an answer.
/// </summary>
internal static class LookUpCost
{
    /// <summary>
    /// Of the clauses of a group, the share that a cheap look-up must usually rule out: one in this many.
    /// </summary>
    private const int CheapShare = 10;

    /// <summary>The same where the value must be put together first.</summary>
    private const int DearShare = 3;

    public static bool IsWorthwhile(IndexDimension dimension, int clauses)
    {
        var standing = 0;
        foreach (var word in dimension.Default)
            standing += BitOperations.PopCount(word);
        return (clauses - standing) * (IsDear(dimension.Field!.Definition.Name) ? DearShare : CheapShare) >= clauses;
    }

    /// <summary>Texts that are joined from parts, and those that stand in another table.</summary>
    private static bool IsDear(string field) =>
        field is "proc.cmdline" or "proc.pcmdline" or "proc.exeline" or "proc.args" or "user.name" or "group.name"
        || field.StartsWith("container.", StringComparison.Ordinal)
            || field.StartsWith("k8s.", StringComparison.Ordinal);
}
