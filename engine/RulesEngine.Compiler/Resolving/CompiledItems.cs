using System.Collections.Immutable;

namespace RulesEngine.Compiler.Resolving;

/// <summary>What one compilation of everything read so far gives.</summary>
internal sealed record CompiledItems(
    ImmutableArray<CheckedRule> Rules, IReadOnlyList<ResolvedMacro> Macros, IReadOnlyList<ResolvedList> Lists)
{
    public static CompiledItems Empty { get; } = new([], [], []);
}
