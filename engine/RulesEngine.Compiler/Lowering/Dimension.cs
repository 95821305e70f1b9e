using RulesEngine.Runtime.Evaluation;
using RulesEngine.Runtime.Fields;
using RulesEngine.Runtime.Matching;

namespace RulesEngine.Compiler.Lowering;

/// <summary>
/// A coordinate of an index: where its values come from and how they are spelled. A dimension of the kernel has a
/// number, one of user space a field; they never meet in one index.
/// </summary>
public sealed record Dimension(string Name, DimensionShape Shape)
{
    public KernelDimension? Kernel { get; init; }

    public FieldReference? Field { get; init; }

    /// <summary>
    /// The comparison that the dimension is about, where it is about one: whether the value has one of the parts. Such
    /// dimensions of one field are looked up together.
    /// </summary>
    public ComparisonNode? Part { get; init; }

    /// <summary>The name of the look-up that answers for the dimension.</summary>
    public string LookUp => Part is null ? Name : $"{Field!.Text} {Shape}";

    /// <summary>The longest text, terminator included, that an entry may hold; longer ones have no entry.</summary>
    public int MostTextBytes { get; init; } = int.MaxValue;
}
