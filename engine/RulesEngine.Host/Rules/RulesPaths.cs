using RulesEngine.Compiler.Loading;

namespace RulesEngine.Host.Rules;

/// <summary>From the paths a user names to the bytes of rules files, in Falco's order.</summary>
internal static class RulesPaths
{
    /// <summary>A file of more bytes is something else; a device has no end.</summary>
    private const int MostBytes = 1 << 28;

    /// <summary>A folder stands for its <c>.yaml</c> and <c>.yml</c> files in alphabetical order.</summary>
    /// <exception cref="UserErrorException">A file cannot be read.</exception>
    public static IReadOnlyList<RuleFile> Read(IEnumerable<string> paths) => paths.SelectMany(Expand).Select(ReadFile).ToList();

    /// <summary>The same for paths that must name something: folders without such files are a mistake.</summary>
    /// <exception cref="UserErrorException">A file cannot be read, or there is none.</exception>
    public static IReadOnlyList<RuleFile> ReadSome(IReadOnlyCollection<string> paths) => Read(paths) is { Count: > 0 } files
        ? files
        : throw new UserErrorException($"There are no .yaml or .yml files in {string.Join(", ", paths)}");

    private static string[] Expand(string path)
    {
        try
        {
            return Directory.Exists(path)
                ? [.. Directory.EnumerateFiles(path).Where(IsRulesFile).Order(StringComparer.Ordinal)]
                : [path];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"Could not read folder {path}", error);
        }
    }

    private static bool IsRulesFile(string file) =>
        file.EndsWith(".yaml", StringComparison.Ordinal) || file.EndsWith(".yml", StringComparison.Ordinal);

    private static RuleFile ReadFile(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            using var content = new MemoryStream();
            var buffer = new byte[1 << 16];
            for (var length = file.Read(buffer); length > 0; length = file.Read(buffer))
            {
                content.Write(buffer, 0, length);
                if (content.Length > MostBytes)
                    throw new UserErrorException($"{path} is larger than {MostBytes >> 20} MiB and not read as a rules file");
            }
            return new RuleFile(path, content.ToArray());
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"Could not open file {path} for reading", error);
        }
    }
}
