using System.Collections.Immutable;
using System.Globalization;

namespace RulesEngine.KernelTester.Randomised;

/// <summary>
/// A condition that knows its text and decides for itself, by Falco's rules and without any of the engine's code: the
/// other opinion on what the kernel did.
/// </summary>
internal abstract record Condition
{
    public abstract bool Holds(Facts facts);
}

internal sealed record All(ImmutableArray<Condition> Parts) : Condition
{
    public override bool Holds(Facts facts) => Parts.All(part => part.Holds(facts));

    public override string ToString() => "(" + string.Join(" and ", Parts) + ")";
}

internal sealed record Any(ImmutableArray<Condition> Parts) : Condition
{
    public override bool Holds(Facts facts) => Parts.Any(part => part.Holds(facts));

    public override string ToString() => "(" + string.Join(" or ", Parts) + ")";
}

internal sealed record Not(Condition Part) : Condition
{
    public override bool Holds(Facts facts) => !Part.Holds(facts);

    public override string ToString() => $"not {Part}";
}

/// <summary>A comparison; several values stand for "one of them".</summary>
internal sealed record Compare(string Field, string Operator, ImmutableArray<string> Values) : Condition
{
    public override bool Holds(Facts facts) => facts.Values.TryGetValue(Field, out var actual) && Operator switch
    {
        "=" => actual == Values[0],
        "!=" => actual != Values[0],
        "in" => Values.Contains(actual, StringComparer.Ordinal),
        "startswith" => actual.StartsWith(Values[0], StringComparison.Ordinal),
        "pmatch" => Values.Select(prefix => prefix.TrimEnd('/'))
            .Any(prefix => actual == prefix || actual.StartsWith(prefix + "/", StringComparison.Ordinal)),
        "<" => Number(actual) < Number(Values[0]),
        "<=" => Number(actual) <= Number(Values[0]),
        ">" => Number(actual) > Number(Values[0]),
        ">=" => Number(actual) >= Number(Values[0]),
        _ => throw new InvalidOperationException("unknown operator " + Operator),
    };

    public override string ToString() => Operator switch
    {
        "in" or "pmatch" => $"{Field} {Operator} ({string.Join(", ", Values.Select(Quoted))})",
        _ => $"{Field} {Operator} {Quoted(Values[0])}",
    };

    /// <summary>An IPv6 address needs quotes; nothing here needs escapes.</summary>
    private static string Quoted(string value) => value.Contains(':', StringComparison.Ordinal) ? $"\"{value}\"" : value;

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
