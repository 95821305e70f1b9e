using System.Collections.Immutable;
using RulesEngine.Outputs.Queueing;
using RulesEngine.Runtime.Matching;

namespace RulesEngine.Outputs.Metrics;

/// <summary>
/// The counters of the engine at one moment, as plain numbers since its start. Whoever owns a counter fills it in when
/// a sample is asked for, so counting costs the event path an increment and nothing else.
/// </summary>
public sealed record EngineSample
{
    /// <summary>Nanoseconds since the epoch.</summary>
    public required ulong TimeNs { get; init; }

    /// <summary>Events handed to the engine.</summary>
    public long Events { get; init; }

    /// <summary>Events lost in the kernel, for any reason.</summary>
    public long Drops { get; init; }

    /// <summary>Events lost because the ring was full, by kind of event: <c>open</c>, <c>execve</c>, ...</summary>
    public ImmutableArray<NamedCount> DropsByKind { get; init; } = [];

    /// <summary>Other counters of the kernel side; the name is Falco's: <c>n_drops_scratch_map</c>.</summary>
    public ImmutableArray<NamedCount> Kernel { get; init; } = [];

    /// <summary>The guard's own counters: decisions, records, and what it could not do; <c>path_cut</c>.</summary>
    public ImmutableArray<NamedCount> Guard { get; init; } = [];

    /// <summary>Gauges and counters of the state tables; the name is Falco's: <c>n_threads</c>, <c>n_added_fds</c>.</summary>
    public ImmutableArray<NamedCount> State { get; init; } = [];

    public ImmutableArray<RuleSample> Rules { get; init; } = [];

    public OutputCounters? Outputs { get; init; }

    public ImmutableArray<PluginSample> Plugins { get; init; } = [];

    public ResourceUsage? Resources { get; init; }
}

public readonly record struct NamedCount(string Name, long Value);

/// <summary>One rule's counters.</summary>
/// <param name="Name">The rule.</param>
/// <param name="Priority">Its priority.</param>
/// <param name="Source">Its event source.</param>
/// <param name="Tags">Its tags.</param>
/// <param name="Matches">Alerts it raised.</param>
/// <param name="Verdicts">Per verdict word (<c>denied</c>, <c>would_kill</c>, ...), how often.</param>
public sealed record RuleSample(
    string Name,
    RulePriority Priority,
    string Source,
    ImmutableArray<string> Tags,
    long Matches,
    ImmutableArray<NamedCount> Verdicts);

/// <summary>One plugin's counters.</summary>
public sealed record PluginSample(
    string Name, long Runs, long Failures, long Timeouts, long Drops, bool SwitchedOff);
