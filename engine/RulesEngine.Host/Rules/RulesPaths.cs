using RulesEngine.Compiler.Loading;

namespace RulesEngine.Host.Rules;

/// <summary>From the paths a user names to the bytes of rules files, in Falco's order.</summary>
internal static class RulesPaths
{
    /// <summary>A folder stands for its <c>.yaml</c> and <c>.yml</c> files in alphabetical order.</summary>
    /// <exception cref="UserErrorException">A file cannot be read.</exception>
    public static IReadOnlyList<RuleFile> Read(IEnumerable<string> paths) => paths.SelectMany(Expand).Select(ReadFile).ToList();

    private static IEnumerable<string> Expand(string path) => Directory.Exists(path)
        ? Directory.EnumerateFiles(path)
            .Where(file => file.EndsWith(".yaml", StringComparison.Ordinal) || file.EndsWith(".yml", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
        : [path];

    private static RuleFile ReadFile(string path)
    {
        try
        {
            return new RuleFile(path, File.ReadAllBytes(path));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"Could not open file {path} for reading", error);
        }
    }
}
