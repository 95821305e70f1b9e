namespace RulesEngine.Compiler.Indexing;

/// <summary>
/// Weighs a dimension's look-up, which every event of a group pays, against the evaluations it saves: a value that is
/// in no entry, the usual case, rules some rules out, and only those residuals need not be looked at. Changes speed
/// only, never an answer.
/// </summary>
internal static class LookUpCost
{
    /// <summary>
    /// Of the rules of a group, the share that a cheap look-up must usually rule out: one in this many.
    /// </summary>
    private const int CheapShare = 10;

    /// <summary>The same where the value must be put together first.</summary>
    private const int DearShare = 3;

    /// <summary>Whether looking a field up pays when it usually rules out this many of so many rules.</summary>
    public static bool IsWorthwhile(string field, int ruledOut, int rules) =>
        ruledOut * (IsDear(field) ? DearShare : CheapShare) >= rules;

    /// <summary>Texts that are joined from parts, and those that stand in another table.</summary>
    private static bool IsDear(string field) =>
        field is "proc.cmdline" or "proc.pcmdline" or "proc.exeline" or "proc.args" or "user.name" or "group.name"
        || field.StartsWith("container.", StringComparison.Ordinal)
            || field.StartsWith("k8s.", StringComparison.Ordinal);
}
