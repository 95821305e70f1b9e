namespace RulesEngine.Runtime.Evaluation.Residuals;

/// <summary>
/// One comparison of a residual and where to go on. 16 bytes, so that four share a cache line:
/// <code>
/// 0  opcode   1  shared   2  source   4  predicate   8  on true   12  on false
/// </code>
/// </summary>
/// <param name="Opcode">How the value is compared.</param>
/// <param name="IsShared">Whether the answer is kept for the event: other residuals ask the same.</param>
/// <param name="Source">Number of the value's reader; not looked at by <see cref="Opcode.Step"/>.</param>
/// <param name="Predicate">Number of the comparison: its constants and its kept answer.</param>
/// <param name="OnTrue">The next instruction, or one of <see cref="ResidualCode"/>'s ends.</param>
/// <param name="OnFalse">The same where the comparison is false.</param>
internal readonly record struct Instruction(
    Opcode Opcode, bool IsShared, ushort Source, int Predicate, int OnTrue, int OnFalse);

/// <summary>
/// The comparisons that the loop does itself; the rest are made by an object. All but <see cref="Step"/> read a value
/// first and are false where there is none.
/// </summary>
internal enum Opcode : byte
{
    /// <summary>A comparison that reads its values itself.</summary>
    Step,

    /// <summary>Any other test of one value.</summary>
    Test,

    Exists,
    TextEqual,
    TextNotEqual,
    TextContains,
    TextPrefix,
    TextSuffix,
    TextIn,
    NumberEqual,
    NumberNotEqual,
}
