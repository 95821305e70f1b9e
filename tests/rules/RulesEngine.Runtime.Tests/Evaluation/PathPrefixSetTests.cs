using System.Text;
using RulesEngine.Runtime.Evaluation;

namespace RulesEngine.Runtime.Tests.Evaluation;

public sealed class PathPrefixSetTests
{
    private static readonly byte[] Path = "/opt/dir/subdir/file.txt"u8.ToArray();

    [Theory]
    [InlineData("/opt/dir", true)]
    [InlineData("/opt/di", false)]
    [InlineData("/opt/dir/", true)]
    [InlineData("/opt/dir/subdir/file.txt", true)]
    [InlineData("/opt/dir/subdir/file.txt/more", false)]
    [InlineData("/opt/*", true)]
    [InlineData("/opt/*/*", true)]
    [InlineData("/opt/*/*/subsubdir", false)]
    [InlineData("/opt/di?/subdir", true)]
    [InlineData("/opt/di[!r]/subdir", false)]
    [InlineData("/", true)]
    [InlineData("", true)]
    public void A_path_matches_when_the_listed_components_are_its_first(string listed, bool expected) =>
        Assert.Equal(expected, Set(listed).IsMatch(Path));

    [Fact]
    public void One_of_several_paths_is_enough() => Assert.True(Set("/etc", "/opt/dir", "/var").IsMatch(Path));

    [Fact]
    public void An_empty_set_matches_nothing() => Assert.False(Set().IsMatch(Path));

    [Fact]
    public void A_path_below_a_listed_one_changes_nothing()
    {
        Assert.True(Set("/opt/dir", "/opt/dir/other").IsMatch(Path));
        Assert.True(Set("/opt/dir/other", "/opt/dir").IsMatch(Path));
    }

    [Fact]
    public void An_exact_component_that_leads_nowhere_leaves_globs_their_turn() =>
        Assert.True(Set("/opt/dir/other", "/opt/d*/subdir").IsMatch(Path));

    [Fact]
    public void Behind_a_glob_that_fits_in_vain_the_next_is_asked_about_the_next_component()
    {
        // The one listed last is asked first; "o*" then meets "dir" and what is below it.
        Assert.False(Set("/o*/dir", "/*/other").IsMatch(Path));
        Assert.True(Set("/*/other", "/o*/dir").IsMatch(Path));
        Assert.True(Set("/d*/subdir", "/*/other").IsMatch(Path));
        Assert.False(Set("/*/a", "/*b/a", "/o*/a").IsMatch("/opt"u8));
    }

    private static PathPrefixSet Set(params string[] paths) =>
        new(paths.Select(path => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(path)));
}
