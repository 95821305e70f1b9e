using RulesEngine.Plugins.Capabilities;

namespace RulesEngine.Plugins.Script;

/// <summary>What one plugin may do; null where its manifest does not ask for it.</summary>
internal sealed record PluginCapabilities
{
    public required Action<string> Log { get; init; }

    public required PluginFiles? Files { get; init; }

    public required PluginHttp? Http { get; init; }

    public required PluginStore Store { get; init; }
}
