namespace RulesEngine.Bpf.Tests;

/// <summary>Finds files of the repository from wherever the test runs.</summary>
internal static class Repository
{
    public static string Root => WorkingTree.Root;

    /// <summary>The BPF object that <c>make bpf</c> builds; skips the test where it was not built.</summary>
    public static string ObjectOrSkip()
    {
        var path = Environment.GetEnvironmentVariable("RULESENGINE_BPF_OBJECT") ?? Path.Combine(Root, "build", "rulesengine.bpf.o");
        if (!File.Exists(path))
            Assert.Skip("build/rulesengine.bpf.o is not there: run `make bpf` first");
        return path;
    }
}
