namespace RulesEngine.Tests.Support;

/// <summary>Where the working tree is whose build runs, and the recorded answers of Falco that may lie beside it.</summary>
internal static class WorkingTree
{
    public static string Root { get; } = FindRoot();

    /// <summary>The folder of recorded answers; it is not part of the tree and may be absent.</summary>
    public static string Corpus { get; } = Path.GetFullPath(Path.Combine(Root, "..", "shared", "corpus"));

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "RulesEngine.sln"))) return folder.FullName;
        }
        throw new InvalidOperationException("RulesEngine.sln is in no folder above " + AppContext.BaseDirectory);
    }
}
