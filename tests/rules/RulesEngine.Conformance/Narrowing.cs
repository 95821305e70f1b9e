namespace RulesEngine.Conformance;

/// <summary>
/// <c>CORPUS_BASE</c>: only the capture of this name, for whoever works on one. A narrowed run says nothing about floors
/// and about exclusions that name no case.
/// </summary>
internal static class Narrowing
{
    private static readonly string? Base = Environment.GetEnvironmentVariable("CORPUS_BASE") is { Length: > 0 } name
        ? name
        : null;

    public static bool IsActive => Base is not null;

    public static bool Includes(string capture) => Base is null || capture == Base;
}
