using RulesEngine.Runtime.Evaluation;
using RulesEngine.Runtime.Fields;
using RulesEngine.Runtime.Matching;

namespace RulesEngine.Compiler.Lowering;

/// <summary>
/// The dimensions of user space: any field whose value is one text, whole number, truth or address and which Falco
/// compares the plain way. It preserves meaning because the predicate's sets are defined on the same value that the
/// plain evaluation of the comparison reads.
/// </summary>
public static class UserDimensions
{
    /// <summary>The comparison's predicate, or null when it stays in the residual.</summary>
    public static DimensionPredicate? Assign(ComparisonNode leaf) =>
        FieldOf(leaf) is not { } field ? null
        : IsOfAncestors(field) ? OnAncestors(leaf, field)
        : field.Type switch
        {
            FieldType.CharBuf or FieldType.FsPath or FieldType.FsRelPath =>
                OnText(leaf, field),
            FieldType.IPAddr or FieldType.IPNet =>
                PredicateSets.OnAddress(leaf, Of(field, DimensionShape.Address), out _),
            FieldType.Port or FieldType.UInt16 =>
                PredicateSets.OnNumber(leaf, Of(field, DimensionShape.Number), ushort.MaxValue, out _),
            FieldType.UInt32 or FieldType.Bool =>
                PredicateSets.OnNumber(leaf, Of(field, DimensionShape.Number), uint.MaxValue, out _),
            FieldType.Int64 or FieldType.Pid or FieldType.Fd =>
                PredicateSets.OnSigned(leaf, Of(field, DimensionShape.SignedNumber), out _),
            _ => null,
        };

    /// <summary>
    /// The field a comparison would be assigned to; null for those that are compared in a way of their own.
    /// </summary>
    public static FieldReference? FieldOf(ComparisonNode leaf)
    {
        if (ConstantComparison.FieldOf(leaf) is not { HasArgument: false, IsList: false } field)
            return null;
        var name = field.Definition.Name;
        if (name is "fd.snet" or "fd.cnet" or "fd.lnet" or "fd.rnet" or "evt.type")
            return field;
        if (IsOfAncestors(field))
            return field;
        if ((field.Definition.Flags & FieldFlags.NoRightSide) != 0)
            return null;
        // Fields that answer by what was asked before, or whose reading changes what others read, stay where they are.
        return name.AsSpan(0, Math.Max(name.IndexOf('.'), 0)) is "proc" or "fd" or "user" or "group" or "container" or "k8s"
            || name.StartsWith("evt.is_open_", StringComparison.Ordinal)
            ? field
            : null;
    }

    private static bool IsOfAncestors(FieldReference field) =>
        field.Definition.Name is "proc.aname" or "proc.aexe" or "proc.aexepath";

    /// <summary>One ancestor that is named is enough; one that is not named tells nothing, so <c>!=</c> stays away.</summary>
    private static DimensionPredicate? OnAncestors(ComparisonNode leaf, FieldReference field) =>
        leaf is { Operator: ComparisonOperator.Equal or ComparisonOperator.In, Modifier: OperatorModifier.None }
            ? PredicateSets.OnText(
                leaf, new Dimension(leaf.Text, DimensionShape.Ancestor) { Field = field, Part = leaf }, out _)
            : null;

    private static DimensionPredicate? OnText(ComparisonNode leaf, FieldReference field) => leaf.Operator switch
    {
        ComparisonOperator.EndsWith => PredicateSets.OnEnd(leaf, Of(field, DimensionShape.TextEnd)),
        ComparisonOperator.PMatch => PredicateSets.OnText(leaf, Of(field, DimensionShape.Path), out _),
        ComparisonOperator.Contains => OnParts(leaf, field, DimensionShape.Part),
        ComparisonOperator.IContains => OnParts(leaf, field, DimensionShape.PartIgnoringCase),
        _ => PredicateSets.OnText(leaf, Of(field, DimensionShape.Text), out _),
    };

    private static DimensionPredicate? OnParts(ComparisonNode leaf, FieldReference field, DimensionShape shape) =>
        PredicateSets.OnParts(leaf, new Dimension(leaf.Text, shape) { Field = field, Part = leaf });

    private static Dimension Of(FieldReference field, DimensionShape shape) =>
        new(shape is DimensionShape.TextEnd or DimensionShape.Path ? $"{field.Text} {shape}" : field.Text, shape)
        {
            Field = field,
        };
}
