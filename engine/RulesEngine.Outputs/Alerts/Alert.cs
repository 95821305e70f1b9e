using System.Collections.Immutable;
using RulesEngine.Runtime.Matching;

namespace RulesEngine.Outputs.Alerts;

/// <summary>
/// One alert, rendered and independent of the event it came from: what formatting makes of a match, what waits in
/// the queue, and what every sink gets. Immutable; safe to hand to any thread. It holds values only: how they are
/// laid out as a line or as JSON is the business of <see cref="AlertLineWriter"/> and <see cref="AlertJsonWriter"/>.
/// </summary>
public sealed class Alert
{
    private readonly ImmutableArray<AlertField> _outputFields = [];
    private readonly ImmutableArray<string> _tags = [];

    /// <summary>The source of alerts that the engine raises about itself.</summary>
    public const string InternalSource = "internal";

    public required string RuleName { get; init; }

    /// <summary>The event source: <c>syscall</c>, or <see cref="InternalSource"/>.</summary>
    public required string Source { get; init; }

    public required RulePriority Priority { get; init; }

    /// <summary>Nanoseconds since the epoch, of the event.</summary>
    public required ulong TimeNs { get; init; }

    /// <summary>
    /// The time as the line shows it: <c>evt.time</c> or <c>evt.time.iso8601</c>, as configured (<see cref="AlertTime"/>).
    /// </summary>
    public required string TimePrefix { get; init; }

    public required string Hostname { get; init; }

    /// <summary>The rule's output, rendered, without time and priority.</summary>
    public required string Message { get; init; }

    /// <summary>The rule's tags; kept sorted by code point.</summary>
    public ImmutableArray<string> Tags
    {
        get => _tags;
        init => _tags = value.IsDefaultOrEmpty ? [] : value.Sort(string.CompareOrdinal);
    }

    /// <summary>The values of the output's fields; kept sorted by name, the last of equal names wins.</summary>
    public ImmutableArray<AlertField> OutputFields
    {
        get => _outputFields;
        init => _outputFields = AlertField.Ordered(value);
    }

    /// <summary>What became of the operation; present only when the rule has an action.</summary>
    public Enforcement? Enforcement { get; init; }

    public bool IsInternal => Source == InternalSource;
}
