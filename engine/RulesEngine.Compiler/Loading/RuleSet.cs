using System.Collections.Immutable;
using RulesEngine.Compiler.Resolving;
using RulesEngine.Syntax.Diagnostics;

namespace RulesEngine.Compiler.Loading;

/// <summary>
/// What came of loading files. <see cref="Rules"/>, macros and lists are those of the last state that compiled; they are
/// good for use only when <see cref="IsUsable"/>.
/// </summary>
public sealed record RuleSet
{
    /// <summary>In order of definition. Rules that are off are there too.</summary>
    public ImmutableArray<CheckedRule> Rules { get; init; } = [];

    public IReadOnlyList<ResolvedMacro> Macros { get; init; } = [];

    public IReadOnlyList<ResolvedList> Lists { get; init; } = [];

    /// <summary>What Falco would say, file by file; files after an unmet plugin requirement are not read.</summary>
    public ImmutableArray<LoadResult> Results { get; init; } = [];

    /// <summary>What we say of our own accord, sorted by file and position.</summary>
    public ImmutableArray<Diagnostic> Diagnostics { get; init; } = [];

    public EngineVersion RequiredEngine { get; init; }

    public IReadOnlyList<PluginRequirement> PluginRequirements { get; init; } = [];

    /// <summary>A plugin requirement that is not met, in words: not a load result in Falco but the end of it.</summary>
    public string? UnmetRequirement { get; init; }

    /// <summary>A condition on which Falco does not fail to load but ends, in words.</summary>
    public string? RuntimeError { get; init; }

    /// <summary>Whether Falco would start with these files.</summary>
    public bool IsSuccessful => UnmetRequirement is null && RuntimeError is null && Results.All(result => result.Successful);

    public bool IsUsable => IsSuccessful
        && !Diagnostics.Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
}
