using System.Collections.Immutable;

namespace RulesEngine.Plugins;

/// <summary>
/// A call of a plugin's action: the action's name and the alert it is about, as plain data. A plugin gets a copy in
/// its own world; nothing here is shared with script.
/// </summary>
public sealed record ActionRequest
{
    /// <summary>The action word of the rule: the name a plugin exports.</summary>
    public required string Action { get; init; }

    public required string RuleName { get; init; }

    /// <summary>The priority's printed name, <c>Warning</c>.</summary>
    public required string Priority { get; init; }

    public required string Source { get; init; }

    /// <summary>Nanoseconds since the epoch.</summary>
    public required ulong TimeNs { get; init; }

    public required string Hostname { get; init; }

    /// <summary>The rule's output, rendered.</summary>
    public required string Message { get; init; }

    public ImmutableArray<string> Tags { get; init; } = [];

    /// <summary>The output fields by name, each value a JSON fragment.</summary>
    public ImmutableArray<ActionField> Fields { get; init; } = [];

    /// <summary>The process the event is about, or null.</summary>
    public long? Pid { get; init; }

    /// <summary>What became of the operation (<c>denied</c>, <c>would_kill</c>, ...), or null.</summary>
    public string? Verdict { get; init; }
}

/// <param name="Name">The field, <c>proc.name</c>.</param>
/// <param name="Json">Its value as JSON.</param>
public readonly record struct ActionField(string Name, string Json);
