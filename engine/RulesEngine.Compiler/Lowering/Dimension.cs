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

    /// <summary>The longest text, terminator included, that an entry may hold; longer ones have no entry.</summary>
    public int MostTextBytes { get; init; } = int.MaxValue;
}
