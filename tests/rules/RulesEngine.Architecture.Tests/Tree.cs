using System.Xml.Linq;

namespace RulesEngine.Architecture.Tests;

/// <summary>The working tree that holds this test, read as text: no assembly is loaded.</summary>
internal static class Tree
{
    private static readonly string[] Built = ["artifacts", "build", ".git", "bin", "obj"];

    public static string Root => WorkingTree.Root;

    public static IEnumerable<string> Files(string pattern) => Directory
        .EnumerateFiles(Root, pattern, SearchOption.AllDirectories)
        .Where(path => !Path.GetRelativePath(Root, path).Split('/').Any(Built.Contains));

    public static IReadOnlyList<Project> Projects { get; } =
        Files("*.csproj").Select(Project.Read).OrderBy(project => project.Name, StringComparer.Ordinal).ToList();

    public static string Relative(string path) => Path.GetRelativePath(Root, path);
}

/// <summary>What a project file references: projects by name, packages by id.</summary>
internal sealed record Project(string Name, string Folder, IReadOnlyList<string> Projects, IReadOnlyList<string> Packages)
{
    public static Project Read(string path)
    {
        var document = XDocument.Load(path);
        var includes = (string element) => document.Descendants(element)
            .Select(item => item.Attribute("Include")!.Value.Replace('\\', '/')).ToList();
        return new Project(
            Path.GetFileNameWithoutExtension(path),
            Tree.Relative(Path.GetDirectoryName(path)!),
            includes("ProjectReference").Select(file => Path.GetFileNameWithoutExtension(file)!).ToList(),
            includes("PackageReference"));
    }
}
