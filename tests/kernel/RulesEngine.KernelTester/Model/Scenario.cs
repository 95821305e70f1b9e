using System.Collections.Immutable;

namespace RulesEngine.KernelTester.Model;

/// <summary>
/// A claim about one operation under some rules: what is there before, what the trigger does, what must become of it.
/// Texts may hold <c>{dir}</c>, the scenario's own folder, and <c>{port}</c>, its own port, so that the rules of all
/// scenarios can be in force at once without touching each other. Every scenario is run twice: without rules, where the
/// effect must be there (the positive control), and with them.
/// </summary>
/// <param name="Name">The claim, a sentence; also the name of its first rule.</param>
internal sealed record Scenario(string Name)
{
    public required ImmutableArray<RuleText> Rules { get; init; }

    /// <summary>Arguments of <c>trigger</c>.</summary>
    public required ImmutableArray<string> Trigger { get; init; }

    public required Effect Effect { get; init; }

    public required Expectation Expect { get; init; }

    /// <summary>The name of the rule at a place in <see cref="Rules"/>.</summary>
    public string RuleName(int index) => index == 0 ? Name : $"{Name} #{index + 1}";
}

/// <summary>What a rule of a scenario says; name, output and priority are made up by the runner.</summary>
internal sealed record RuleText(string Condition, string Action)
{
    public string? Errno { get; init; }

    public bool Monitor { get; init; }
}
