namespace RulesEngine.Compiler.Tests.Corpus;

/// <summary>
/// Cases of <c>tests/rules/corpus</c>: a folder whose name is a claim, with its input and what must come of it, a file
/// for each kind of answer. <c>BLESS=1</c> in the environment rewrites the answers.
/// </summary>
internal static class CorpusCases
{
    private static readonly bool Bless = Environment.GetEnvironmentVariable("BLESS") == "1";

    public static string Root { get; } = Path.Combine(WorkingTree.Root, "tests/rules/corpus");

    /// <summary>The claims of one stage.</summary>
    public static IEnumerable<string> Claims(string stage) =>
        Directory.GetDirectories(Path.Combine(Root, stage)).Select(path => Path.GetFileName(path)!).Order();

    public static string Read(string stage, string claim, string file) =>
        File.ReadAllText(Path.Combine(Root, stage, claim, file));

    /// <summary>
    /// Compares the answers by file name; a null answer is a file that must not exist.
    /// </summary>
    public static void Check(string stage, string claim, params IEnumerable<(string File, string? Answer)> answers)
    {
        foreach (var (file, answer) in answers)
        {
            var path = Path.Combine(Root, stage, claim, file);
            if (Bless)
            {
                File.Delete(path);
                if (answer is not null)
                {
                    File.WriteAllText(path, answer);
                }
            }

            Assert.True(File.Exists(path) == answer is not null, $"{claim}: {file} is {(answer is null ? "too much" : "missing")}");
            if (answer is not null)
            {
                Assert.Equal(File.ReadAllText(path), answer);
            }
        }
    }
}
