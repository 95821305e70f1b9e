using System.Collections.Immutable;

namespace RulesEngine.Plugins;

/// <summary>What a plugin says about itself by its exports, read once when it is loaded.</summary>
/// <param name="Name">Its name: letters, digits, <c>_</c> and <c>-</c>.</param>
/// <param name="Version">Its version, free text.</param>
/// <param name="Actions">The action words it answers to.</param>
/// <param name="HttpHosts">Hosts it may post to, <c>name</c> or <c>name:port</c>.</param>
/// <param name="Files">Whether it may write files in its own folder.</param>
public sealed record PluginManifest(
    string Name,
    string Version,
    ImmutableArray<string> Actions,
    ImmutableArray<string> HttpHosts,
    bool Files);
