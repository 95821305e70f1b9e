using System.Reflection;
using System.Text;

namespace RulesEngine.Runtime.Events;

/// <summary>
/// Reads the tab-separated tables embedded in an assembly: one row a line, <c>#</c> lines are comments. Used at start
/// only; a malformed table is a bug of the build and throws.
/// </summary>
public static class DataTable
{
    /// <summary>The rows of the embedded table of this name, split into columns.</summary>
    public static List<string[]> Read(Assembly assembly, string name)
    {
        using var stream = assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"the table {name} is not embedded in {assembly.GetName().Name}");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var rows = new List<string[]>();
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && line[0] != '#') rows.Add(line.Split('\t'));
        }
        return rows;
    }
}
