namespace RulesEngine.Plugins;

/// <summary>How plugins reach the engine's log and alerts. Called on a plugin's thread; must not block for long.</summary>
public sealed record PluginCallbacks
{
    /// <summary>A line the plugin wants logged: plugin, text.</summary>
    public Action<string, string> Log { get; init; } = static (_, _) => { };

    /// <summary>A call failed: plugin, action, reason.</summary>
    public Action<string, string, string> CallFailed { get; init; } = static (_, _, _) => { };

    /// <summary>A plugin is no longer called: plugin, failures in a row, latest reason.</summary>
    public Action<string, long, string> SwitchedOff { get; init; } = static (_, _, _) => { };
}
