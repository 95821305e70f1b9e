using System.Collections.Immutable;
using RulesEngine.Compiler.Loading;
using RulesEngine.Runtime.Evaluation.Given;
using RulesEngine.Runtime.Fields;

namespace RulesEngine.Compiler.Testing;

/// <summary>A file of tests: the rules files it is about, relative to it, and its tests in order.</summary>
public sealed record RuleTestFile(
    string Name, ImmutableArray<WordInFile> Rules, ImmutableArray<RuleTest> Tests);

/// <summary>A word of a file and where it stands.</summary>
public sealed record WordInFile(string Text, LoadPlace Place);

/// <summary>
/// One test: an event or a piece of a capture, and the rules that must or must not match it. Exactly one of
/// <see cref="Event"/> and <see cref="Capture"/> is set.
/// </summary>
public sealed record RuleTest
{
    public required WordInFile Name { get; init; }

    public GivenEvent? Event { get; init; }

    public EventRange? Capture { get; init; }

    /// <summary>Rules that must match: the event, or some event of the range.</summary>
    public ImmutableArray<WordInFile> Matches { get; init; } = [];

    /// <summary>Rules that must not match, <c>*</c> for any letters; what must match is exempt.</summary>
    public ImmutableArray<WordInFile> Not { get; init; } = [];

    /// <summary>What the rules that must match have to print.</summary>
    public ImmutableArray<ExpectedOutput> Outputs { get; init; } = [];

    /// <summary>Values that fields must have on the event that matches.</summary>
    public ImmutableArray<ExpectedField> Fields { get; init; } = [];
}

/// <summary>Events of a capture by number (<c>evt.num</c>), both ends included.</summary>
public sealed record EventRange(WordInFile File, long First, long Last, LoadPlace Place)
{
    /// <summary>Whether the whole capture is meant.</summary>
    public bool IsWhole => First == 1 && Last == long.MaxValue;
}

/// <summary>The text that a rule must print.</summary>
public sealed record ExpectedOutput(string Rule, string Text);

/// <summary>The text that a field must have, as an output shows it.</summary>
public sealed record ExpectedField(FieldReference Field, string Text);
