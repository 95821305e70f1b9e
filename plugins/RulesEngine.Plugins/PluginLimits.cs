namespace RulesEngine.Plugins;

/// <summary>What one plugin may use. A call that goes over a limit is broken off and counted; the next one starts afresh.</summary>
public sealed record PluginLimits
{
    /// <summary>How long one call of an action may take, with everything it waits for.</summary>
    public TimeSpan CallTime { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long reading the file and running its top level may take.</summary>
    public TimeSpan LoadTime { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long past <see cref="CallTime"/> a call may be stuck in one built-in operation, which nothing can break off,
    /// before the plugin is given up with its thread.
    /// </summary>
    public TimeSpan StuckTime { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How many bytes one call may allocate.</summary>
    public long CallMemoryBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>
    /// How many bytes a plugin may have allocated in total before its world is made anew, so that what it keeps cannot
    /// grow without end.
    /// </summary>
    public long WorldMemoryBytes { get; init; } = 512 * 1024 * 1024;

    public int Statements { get; init; } = 5_000_000;

    public int RecursionDepth { get; init; } = 200;

    /// <summary>The longest array, and the longest string that one built-in call may pad or repeat.</summary>
    public int ValueLength { get; init; } = 1_000_000;

    /// <summary>How many calls may wait.</summary>
    public int QueueCapacity { get; init; } = 1000;

    /// <summary>After so many failed calls in a row the plugin is switched off.</summary>
    public int FailuresInARow { get; init; } = 5;
}
