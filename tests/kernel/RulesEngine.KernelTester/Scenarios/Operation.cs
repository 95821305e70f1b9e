using System.Collections.Immutable;
using RulesEngine.KernelTester.Model;

namespace RulesEngine.KernelTester.Scenarios;

/// <summary>
/// An operation that a rule can name: what performs it, the condition that holds for it and for nothing else, and the same
/// deed next to it, on an object that the condition does not name.
/// </summary>
/// <param name="Name">In words, as the object of "stops": "an open of an existing file by openat2".</param>
internal sealed record Operation(string Name)
{
    public required string Condition { get; init; }

    public required ImmutableArray<string> Trigger { get; init; }

    public required ImmutableArray<string> NearMiss { get; init; }

    public required Effect Effect { get; init; }
}
