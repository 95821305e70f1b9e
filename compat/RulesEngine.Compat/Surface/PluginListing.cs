namespace RulesEngine.Compat.Surface;

/// <summary>
/// <c>--list-plugins</c> and <c>--plugin-info</c>: the one plugin of Falco whose work this engine does itself.
/// </summary>
public static class PluginListing
{
    public const string Name = "container";

    public const string Version = "0.7.1";

    private const string Facts =
        $"Name: {Name}\nDescription: Falco container metadata enrichment Plugin\n"
        + $"Contact: github.com/falcosecurity/plugins\nVersion: {Version}\nCapabilities: \n  - Field Extraction\n"
        + "  - Event Parsing\n  - Async Events\n\n";

    /// <summary><c>--list-plugins</c>.</summary>
    public static string All => $"1 Plugins Loaded:\n\n{Facts}\n";

    /// <summary><c>--plugin-info NAME</c>; null for a plugin that is not there.</summary>
    public static string? Info(string name) =>
        name == Name ? $"{Facts}Init config schema type: JSON\n{SurfaceText.ContainerSchema}\n\n" : null;
}
