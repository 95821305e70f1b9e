using RulesEngine.Compat.Surface;

namespace RulesEngine.Conformance;

/// <summary>What the options that only print something print.</summary>
internal sealed class SurfacePart : IConformancePart
{
    public string Name => "surface";

    public void Run(string corpus, Report report)
    {
        var folder = Path.Combine(corpus, "surface");
        void Compare(string file, string actual) =>
            report.Compare(file, File.ReadAllText(Path.Combine(folder, file)), actual);

        Compare("help.txt", SurfaceText.Help);
        Compare("config-schema.json", SurfaceText.ConfigSchema);
        Compare("rule-schema.json", SurfaceText.RuleSchema);
        Compare("version.txt", EngineFacts.VersionText);
        Compare("version.json", EngineFacts.VersionJson);
        Compare("list.txt", FieldListing.Text());
        Compare("list.md", FieldListing.Markdown());
        Compare("list.json", FieldListing.Json());
        Compare("list-names.txt", FieldListing.Names());
        Compare("list-syscall-names.txt", FieldListing.Names("syscall"));
        Compare("list-unknown-source.txt", FieldListing.IsSource("nope") ? "" : $"Error: {FieldListing.UnknownSource}\n");
        Compare("list-events.txt", EventListing.Text());
        Compare("list-events.md", EventListing.Markdown());
        Compare("list-events.json", EventListing.Json());
        Compare("list-plugins.txt", PluginListing.All);
        Compare("plugin-info-container.txt", PluginListing.Info("container") ?? "");
        report.Compare(
            "ignored-events.txt",
            Sorted(File.ReadAllText(Path.Combine(folder, "ignored-events.txt"))),
            Sorted(EventListing.IgnoredText));
    }

    private static string Sorted(string text) => string.Join('\n', text.Split('\n').Order(StringComparer.Ordinal));
}
