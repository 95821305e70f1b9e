using System.Collections.Immutable;

namespace RulesEngine.Compiler.Loading;

/// <summary>A plugin and the version a rules file asks for.</summary>
public sealed record PluginVersion(string Name, string Version);

/// <summary>One entry of <c>required_plugin_versions</c>: any of the alternatives will do, the first is the one named.</summary>
public sealed record PluginRequirement(ImmutableArray<PluginVersion> Alternatives)
{
    /// <summary>Where it is asked for.</summary>
    public required LoadPlace Place { get; init; }

    /// <summary>Null where <paramref name="loaded"/> satisfies the requirement, else what is wrong.</summary>
    public string? Unmet(ImmutableArray<PluginVersion> loaded)
    {
        foreach (var alternative in Alternatives)
        {
            if (loaded.FirstOrDefault(plugin => plugin.Name == alternative.Name) is not { } plugin)
                continue;
            var compatible = EngineVersion.TryParse(plugin.Version, out var version)
                && EngineVersion.TryParse(alternative.Version, out var required)
                && version.IsCompatibleWith(required);
            return compatible
                ? null
                : $"Plugin '{plugin.Name}' version '{plugin.Version}' is not compatible with required plugin version "
                    + $"'{alternative.Version}'";
        }
        var wanted = Alternatives.Select(alternative => $"{alternative.Name} (>= {alternative.Version})");
        return $"Plugin requirement not satisfied, must load one of: {string.Join(", ", wanted)}";
    }
}
