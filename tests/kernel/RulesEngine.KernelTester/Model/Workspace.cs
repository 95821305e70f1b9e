using System.Runtime.InteropServices;

namespace RulesEngine.KernelTester.Model;

/// <summary>The folder and the ports that belong to one scenario, and the substitution of their placeholders in its texts.</summary>
/// <param name="Number">Place of the scenario in the suite.</param>
/// <param name="TriggerPath">The trigger program.</param>
internal sealed partial record Workspace(int Number, string TriggerPath)
{
    /// <summary>The folder of all scenarios.</summary>
    public const string Parent = "/tmp/scenarios";

    private const int FirstPort = 20000;
    private const UnixFileMode Execute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
    private const UnixFileMode Everything = Execute
        | UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead
        | UnixFileMode.UserWrite | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    public string Folder { get; } = $"{Parent}/{Number}";

    public int Port { get; } = FirstPort + (2 * Number);

    public int OtherPort => Port + 1;

    public string PathOf(string name) => Path.Combine(Folder, name);

    /// <summary>An empty folder, whatever an earlier run left there.</summary>
    public void Clear()
    {
        if (Directory.Exists(Folder))
        {
            // Under another name: the rules about this folder may be in force for the tester too.
            Directory.Move(Folder, Folder + "-old");
            Directory.Delete(Folder + "-old", recursive: true);
        }

        Directory.CreateDirectory(Folder);
        File.SetUnixFileMode(Folder, Everything);
    }

    /// <summary>
    /// A file that any user may read and write. It is made elsewhere and moved, since the rules may be in force for the tester too.
    /// </summary>
    public void Put(string name)
    {
        var made = Path.Combine(Parent, "made");
        File.WriteAllText(made, "content");
        File.SetUnixFileMode(made, Everything & ~Execute);
        File.Move(made, PathOf(name), overwrite: true);
    }

    /// <summary>The trigger program under another name: a hard link, so that it costs nothing.</summary>
    public void PutProgram(string name)
    {
        if (Link(TriggerPath, PathOf(name)) != 0)
            throw new IOException($"cannot link {PathOf(name)} to {TriggerPath}");
    }

    public string Fill(string text) => text
        .Replace("{dir}", Folder, StringComparison.Ordinal)
        .Replace("{port}", Decimal(Port), StringComparison.Ordinal)
        .Replace("{other-port}", Decimal(OtherPort), StringComparison.Ordinal)
        .Replace("{trigger}", TriggerPath, StringComparison.Ordinal);

    [LibraryImport("libc", EntryPoint = "link", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string existing, string name);

    private static string Decimal(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
