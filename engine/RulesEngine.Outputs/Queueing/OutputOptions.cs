using RulesEngine.Outputs.Alerts;

namespace RulesEngine.Outputs.Queueing;

/// <summary>What all sinks share; the defaults are Falco's.</summary>
public sealed record OutputOptions
{
    /// <summary><c>outputs_queue.capacity</c>: how many alerts may wait; 0 for any number.</summary>
    public int QueueCapacity { get; init; }

    /// <summary><c>output_timeout</c>: how long a sink may take for one alert before that is reported.</summary>
    public TimeSpan OutputTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary><c>json_output</c>: JSON instead of lines.</summary>
    public bool Json { get; init; }

    public AlertJsonOptions JsonParts { get; init; } = new();
}
