using System.Collections.Immutable;
using RulesEngine.Outputs.Metrics;

namespace RulesEngine.Outputs.Queueing;

/// <summary>What became of the alerts so far; a snapshot for metrics and the closing statistics.</summary>
/// <param name="Posted">Alerts the queue took.</param>
/// <param name="DroppedQueueFull">Alerts lost because the queue was full.</param>
/// <param name="DroppedStopped">Alerts that came after the outputs had been stopped.</param>
/// <param name="LostAtStop">Alerts that were still waiting when the time to stop had run out.</param>
/// <param name="Waiting">Alerts in the queue now.</param>
/// <param name="Sinks">Per sink.</param>
public sealed record OutputCounters(
    long Posted,
    long DroppedQueueFull,
    long DroppedStopped,
    long LostAtStop,
    long Waiting,
    ImmutableArray<SinkCounters> Sinks);

/// <param name="Name">The sink.</param>
/// <param name="Written">Alerts it took.</param>
/// <param name="Failed">Alerts it refused.</param>
/// <param name="TimedOut">Times it took longer than the output timeout.</param>
/// <param name="Healthy">Whether its latest call went well.</param>
/// <param name="Results">What became of the alerts it took, by its own words.</param>
public sealed record SinkCounters(
    string Name, long Written, long Failed, long TimedOut, bool Healthy, ImmutableArray<NamedCount> Results);
