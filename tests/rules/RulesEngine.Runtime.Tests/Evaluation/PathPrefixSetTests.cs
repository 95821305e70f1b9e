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
    public void A_path_matches_when_the_listed_components_are_its_first(string listed, bool expected) =>
        Assert.Equal(expected, Set(listed).IsMatch(Path));

    [Fact]
    public void One_of_several_paths_is_enough() => Assert.True(Set("/etc", "/opt/dir", "/var").IsMatch(Path));

    [Fact]
    public void An_empty_set_matches_nothing() => Assert.False(Set().IsMatch(Path));

    private static PathPrefixSet Set(params string[] paths) =>
        new(paths.Select(path => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(path)));
}
