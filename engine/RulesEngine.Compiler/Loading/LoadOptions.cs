using System.Collections.Frozen;
using System.Collections.Immutable;
using RulesEngine.Compiler.Loading.Yaml;
using RulesEngine.Runtime.Fields;
using RulesEngine.Runtime.Matching;

namespace RulesEngine.Compiler.Loading;

/// <summary>What loading depends on beside the files: mostly the configuration.</summary>
public sealed record LoadOptions
{
    /// <summary>The plugins that are there, for <c>required_plugin_versions</c>.</summary>
    public ImmutableArray<PluginVersion> Plugins { get; init; } = [new("container", "0.7.1")];

    /// <summary>Rules less urgent than this are loaded but not enabled.</summary>
    public RulePriority LeastPriority { get; init; } = RulePriority.Debug;

    public ImmutableArray<OutputAddition> OutputAdditions { get; init; } = [];

    /// <summary>Applied in order after loading; later ones win.</summary>
    public ImmutableArray<RuleSelection> Selections { get; init; } = [];

    /// <summary>The fields there are, with those that the configuration and plugins add.</summary>
    public FieldCatalog Fields { get; init; } = FieldCatalog.Default;

    /// <summary>Checks a document against a schema: its findings, or none when it is valid.</summary>
    public Func<YamlNode, ImmutableArray<string>>? SchemaCheck { get; init; }

    /// <summary>Names of actions that plugins export.</summary>
    public IReadOnlySet<string> ExportedActions { get; init; } = FrozenSet<string>.Empty;

    /// <summary>
    /// As Falco: a file ends at its first error. False goes on to report everything that is wrong, for people.
    /// </summary>
    public bool StopAtFirstError { get; init; } = true;
}

/// <summary>An entry of <c>append_output</c>, for the rules that it matches; empty matches all.</summary>
public sealed record OutputAddition
{
    public string Source { get; init; } = "";

    public ImmutableArray<string> Tags { get; init; } = [];

    public string Rule { get; init; } = "";

    /// <summary>Appended to the rule's output behind a blank; empty appends nothing.</summary>
    public string Format { get; init; } = "";

    public ImmutableArray<ExtraField> Fields { get; init; } = [];
}

/// <summary>A key beside the output's own fields. <see cref="IsRaw"/>: the field's typed value, else formatted text.</summary>
public sealed record ExtraField(string Key, string Format, bool IsRaw);

/// <summary>An entry of <c>rules</c> in the configuration: by name with <c>*</c>, or by tag.</summary>
public sealed record RuleSelection(bool Enable, string? RulePattern, string? Tag);
