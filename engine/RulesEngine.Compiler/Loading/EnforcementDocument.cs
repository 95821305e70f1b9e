using System.Collections.Immutable;

namespace RulesEngine.Compiler.Loading;

/// <summary>
/// The keys by which a rule, or an <c>enforce</c> item for the rules it selects, asks for more than an alert. As written
/// except that shapes and words are checked; null leaves what an earlier item said.
/// </summary>
/// <param name="Actions">
/// <c>alert</c>, <c>deny</c>, <c>kill</c>, <c>signal:NAME</c> or the name of an action that a plugin exports.
/// </param>
/// <param name="Errno">The error number a denial returns.</param>
/// <param name="Monitor"><c>mode: monitor</c>: decide and report, block nothing.</param>
/// <param name="Place">Where it is written, for reports about what it asks.</param>
public sealed record EnforcementDocument(
    ImmutableArray<string>? Actions, int? Errno, bool? Monitor, LoadPlace Place);

/// <summary>An <c>enforce</c> item: which rules it is for, and what it asks for them.</summary>
public sealed record EnforceItem(
    string Name,
    ImmutableArray<string> RulePatterns,
    ImmutableArray<string> Tags,
    EnforcementDocument Enforcement);
