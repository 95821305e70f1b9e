namespace RulesEngine.Plugins;

/// <summary>One plugin's counters since its start.</summary>
/// <param name="Name">The plugin.</param>
/// <param name="Runs">Calls made.</param>
/// <param name="Failures">Calls that ended with an error or went over a limit other than time.</param>
/// <param name="Timeouts">Calls that took too long.</param>
/// <param name="Over">Calls that have come to an end, well or not.</param>
/// <param name="Drops">Requests that were never called: the queue was full, or the plugin was off.</param>
/// <param name="SwitchedOff">Whether it is no longer called.</param>
public sealed record PluginCounters(
    string Name, long Runs, long Failures, long Timeouts, long Over, long Drops, bool SwitchedOff);
