namespace RulesEngine.Fuzz;

/// <summary>Files of the working tree as seeds.</summary>
internal static class Inputs
{
    public static string Root => WorkingTree.Root;

    /// <summary>Empty where the folder is absent: the corpus of captures is not part of the tree.</summary>
    public static IReadOnlyList<string> Paths(string folder, string pattern)
    {
        var path = Path.Combine(Root, folder);
        return Directory.Exists(path) ? [.. Directory.GetFiles(path, pattern, SearchOption.AllDirectories).Order()] : [];
    }

    public static IReadOnlyList<byte[]> Files(string folder, string pattern) =>
        [.. Paths(folder, pattern).Select(File.ReadAllBytes)];

    public static IEnumerable<string> Texts(string folder, string pattern) =>
        Files(folder, pattern).Select(System.Text.Encoding.UTF8.GetString);
}
