namespace RulesEngine.KernelTester.Model;

/// <summary>The folder and the ports that belong to one scenario, and the substitution of their placeholders in its texts.</summary>
/// <param name="Number">Place of the scenario in the suite.</param>
/// <param name="TriggerPath">The trigger program.</param>
internal sealed record Workspace(int Number, string TriggerPath)
{
    private const int FirstPort = 20000;

    public string Folder { get; } = $"/tmp/scenarios/{Number}";

    public int Port { get; } = FirstPort + (2 * Number);

    public int OtherPort => Port + 1;

    public string PathOf(string name) => Path.Combine(Folder, name);

    /// <summary>An empty folder, whatever an earlier run left there.</summary>
    public void Clear()
    {
        if (Directory.Exists(Folder))
            Directory.Delete(Folder, recursive: true);
        Directory.CreateDirectory(Folder);
    }

    public string Fill(string text) => text
        .Replace("{dir}", Folder, StringComparison.Ordinal)
        .Replace("{port}", Number2Text(Port), StringComparison.Ordinal)
        .Replace("{other-port}", Number2Text(OtherPort), StringComparison.Ordinal)
        .Replace("{trigger}", TriggerPath, StringComparison.Ordinal);

    private static string Number2Text(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
