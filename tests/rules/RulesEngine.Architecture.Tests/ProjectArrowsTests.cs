namespace RulesEngine.Architecture.Tests;

/// <summary>
/// The drawing of ARCHITECTURE.md as a test: which project may reference which, and which package may be used where.
/// A project exists to make a forbidden reference impossible, so an arrow that is not drawn here fails the build.
/// </summary>
public sealed class ProjectArrowsTests
{
    private static readonly Dictionary<string, string[]> Arrows = new()
    {
        ["RulesEngine.Syntax"] = [],
        ["RulesEngine.Runtime"] = [],
        ["RulesEngine.Compiler"] = ["RulesEngine.Syntax", "RulesEngine.Runtime"],
        ["RulesEngine.Outputs"] = ["RulesEngine.Runtime"],
        ["RulesEngine.Bpf"] = ["RulesEngine.Runtime"],
        ["RulesEngine.Plugins"] = ["RulesEngine.Runtime"],
        ["RulesEngine.Compat"] = ["RulesEngine.Compiler", "RulesEngine.Runtime", "RulesEngine.Outputs"],
        ["RulesEngine.Host"] =
        [
            "RulesEngine.Syntax", "RulesEngine.Compiler", "RulesEngine.Runtime", "RulesEngine.Outputs",
            "RulesEngine.Bpf", "RulesEngine.Plugins", "RulesEngine.Compat",
        ],
    };

    private static readonly Dictionary<string, string[]> Packages = new()
    {
        ["Pidgin"] = ["RulesEngine.Syntax"],
        ["YamlDotNet"] = ["RulesEngine.Compiler", "RulesEngine.Compat"],
        ["Serilog"] = ["RulesEngine.Outputs"],
        ["prometheus-net"] = ["RulesEngine.Outputs"],
        ["Jint"] = ["RulesEngine.Plugins"],
        ["System.CommandLine"] = ["RulesEngine.Host"],
    };

    private static IEnumerable<Project> Shipped =>
        Tree.Projects.Where(project => !project.Folder.StartsWith("tests/", StringComparison.Ordinal));

    [Fact]
    public void Every_shipped_project_is_drawn_and_every_drawn_project_exists() =>
        Assert.Equal(Arrows.Keys.Order(StringComparer.Ordinal), Shipped.Select(project => project.Name));

    [Fact]
    public void No_project_references_one_that_the_drawing_does_not_allow()
    {
        var forbidden = Shipped.SelectMany(project => project.Projects
            .Except(Arrows[project.Name]).Select(target => $"{project.Name} -> {target}"));
        Assert.Empty(forbidden);
    }

    [Fact]
    public void A_package_is_used_only_in_the_projects_that_own_its_subject()
    {
        var forbidden = Shipped.SelectMany(project => project.Packages
            .Where(package => !Packages.TryGetValue(package, out var owners) || !owners.Contains(project.Name))
            .Select(package => $"{project.Name} uses {package}"));
        Assert.Empty(forbidden);
    }

    [Fact]
    public void Only_the_script_folder_of_the_plugins_knows_jint()
    {
        var elsewhere = Tree.Files("*.cs")
            .Where(path => Tree.Relative(path).StartsWith("plugins/RulesEngine.Plugins/", StringComparison.Ordinal))
            .Where(path => !Tree.Relative(path).Contains("/Script/", StringComparison.Ordinal))
            .Where(path => File.ReadAllText(path).Contains("using Jint", StringComparison.Ordinal));
        Assert.Empty(elsewhere);
    }

    [Fact]
    public void A_package_version_stands_only_in_the_central_file()
    {
        var versioned = Tree.Files("*.csproj").Where(path => File.ReadAllText(path).Contains(" Version=", StringComparison.Ordinal));
        Assert.Empty(versioned);
    }
}
