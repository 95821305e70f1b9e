using RulesEngine.Compiler.Lowering;
using RulesEngine.Runtime.Matching;

namespace RulesEngine.Compiler.Indexing;

/// <summary>
/// What a look-up costs an event, in comparisons of a residual that would cost the same. Changes speed only, never an
/// answer.
/// </summary>
internal static class LookUpCost
{
    private const int Table = 2;

    /// <summary>A text that is not the process's is longer, and mostly looked up by its beginnings.</summary>
    private const int LongText = 3;
    private const int Search = 4;

    /// <summary>How much more a text costs that is joined from parts, stands in another table, or is that of many.</summary>
    private const int DearTimes = 3;

    public static int Of(Dimension dimension)
    {
        var field = dimension.Field!.Definition.Name;
        var cost = dimension.Shape switch
        {
            DimensionShape.Part or DimensionShape.PartIgnoringCase or DimensionShape.Ancestor => Search,
            DimensionShape.Text or DimensionShape.TextEnd or DimensionShape.Path
                when !field.StartsWith("proc.", StringComparison.Ordinal) => LongText,
            _ => Table,
        };
        return cost * (IsDear(field) ? DearTimes : 1);
    }

    private static bool IsDear(string field) =>
        field is "proc.cmdline" or "proc.pcmdline" or "proc.exeline" or "proc.args" or "proc.env"
            or "proc.aname" or "proc.aexe" or "proc.aexepath" or "user.name" or "group.name"
        || field.StartsWith("container.", StringComparison.Ordinal)
            || field.StartsWith("k8s.", StringComparison.Ordinal);
}
