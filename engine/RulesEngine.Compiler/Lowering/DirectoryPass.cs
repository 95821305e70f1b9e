using RulesEngine.Runtime.Evaluation;
using RulesEngine.Runtime.Fields;

namespace RulesEngine.Compiler.Lowering;

/// <summary>
/// Spells out what <c>fd.directory</c> and <c>fd.filename</c> are when a directory is opened: its own path, and
/// missing. The kernel side cuts every path at its last slash, so for a directory the comparison is made with
/// <c>fd.name</c>, or fails; for a file it stays as it is. Meaning is preserved, since an open is of one kind or the
/// other.
/// </summary>
public static class DirectoryPass
{
    private static readonly FieldReference Name = Resolve("fd.name");
    private static readonly ComparisonNode OfDirectory = new(
        new FieldSource(Resolve("fd.typechar")), ComparisonOperator.Equal, OperatorModifier.None,
        [new Constant("d"u8.ToArray())], null)
    {
        Text = "fd.typechar = d",
    };

    /// <summary>The condition on opens, with comparisons of directory and file name spelled out.</summary>
    public static ConditionNode Apply(ConditionNode condition) => ConditionRewriter.Rewrite(condition, Spell);

    private static ConditionNode? Spell(ComparisonNode leaf) => ConstantComparison.FieldOf(leaf)?.Text switch
    {
        "fd.filename" => ConditionRewriter.And([ConditionRewriter.Not(OfDirectory), leaf]),
        "fd.directory" => ConditionRewriter.Or(
        [
            ConditionRewriter.And([ConditionRewriter.Not(OfDirectory), leaf]),
            ConditionRewriter.And([OfDirectory, leaf with { Left = new FieldSource(Name) }]),
        ]),
        _ => null,
    };

    private static FieldReference Resolve(string name) =>
        FieldTable.Resolve(name).Field ?? throw new InvalidOperationException($"the field table lacks {name}");
}
