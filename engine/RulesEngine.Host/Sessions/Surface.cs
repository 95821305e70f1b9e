using System.Globalization;

namespace RulesEngine.Host.Sessions;

/// <summary>The versions this engine answers to: those of the Falco it is compatible with, and its own.</summary>
internal static class Surface
{
    /// <summary>The version of the executable.</summary>
    public static string Version { get; } = typeof(Surface).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";

    /// <summary>What <c>/versions</c> answers.</summary>
    public static string VersionJson { get; } = string.Create(CultureInfo.InvariantCulture, $$"""{"rulesengine_version":"{{Version}}"}""");
}
