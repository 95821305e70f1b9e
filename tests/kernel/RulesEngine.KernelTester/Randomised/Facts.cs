using System.Collections.Immutable;

namespace RulesEngine.KernelTester.Randomised;

/// <summary>
/// What is true of one operation, by Falco field, as text. A field that is not here has no value for it, so that every
/// comparison with it is false.
/// </summary>
internal sealed record Facts(ImmutableDictionary<string, string> Values)
{
    public static Facts Of(params ReadOnlySpan<(string Field, string Value)> values)
    {
        var facts = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var (field, value) in values)
            facts[field] = value;
        return new Facts(facts.ToImmutable());
    }

    public override string ToString() =>
        string.Join(' ', Values.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={pair.Value}"));
}
