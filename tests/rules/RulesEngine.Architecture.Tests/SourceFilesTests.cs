namespace RulesEngine.Architecture.Tests;

/// <summary>Limits that keep files readable: size, and nothing built in the tree.</summary>
public sealed class SourceFilesTests
{
    private const int MostLinesCSharp = 500;
    private const int MostLinesHook = 200;
    private const int MostLinesHeader = 400;

    [Fact]
    public void No_csharp_file_is_longer_than_the_limit() => AssertShort("*.cs", MostLinesCSharp, _ => true);

    [Fact]
    public void No_bpf_hook_is_longer_than_the_limit() =>
        AssertShort("*.bpf.c", MostLinesHook, path => path.StartsWith("bpf/hooks/", StringComparison.Ordinal));

    [Fact]
    public void No_bpf_header_is_longer_than_the_limit() =>
        AssertShort("*.h", MostLinesHeader, path => path.StartsWith("bpf/", StringComparison.Ordinal));

    [Fact]
    public void Every_c_file_of_the_kernel_side_names_its_dual_license_on_the_first_line()
    {
        var unmarked = Tree.Files("*.[ch]").Select(Tree.Relative)
            .Where(path => path.StartsWith("bpf/", StringComparison.Ordinal))
            .Where(path => !File.ReadLines(Path.Combine(Tree.Root, path)).First()
                .Contains("SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause)", StringComparison.Ordinal));
        Assert.Empty(unmarked);
    }

    private static void AssertShort(string pattern, int most, Func<string, bool> applies)
    {
        var tooLong = Tree.Files(pattern).Select(path => (Name: Tree.Relative(path), Lines: File.ReadLines(path).Count()))
            .Where(file => applies(file.Name) && !file.Name.EndsWith(".g.cs", StringComparison.Ordinal) && file.Lines > most)
            .Select(file => $"{file.Name}: {file.Lines} lines, at most {most}");
        Assert.Empty(tooLong);
    }
}
