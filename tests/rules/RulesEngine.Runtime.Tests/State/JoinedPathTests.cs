using System.Text;
using RulesEngine.Runtime.State;

namespace RulesEngine.Runtime.Tests.State;

public class JoinedPathTests
{
    [Theory]
    [InlineData("/", "a", "/a")]
    [InlineData("/a/", "b/./c//d/", "/a/b/c/d")]
    [InlineData("/a/", "../b", "/b")]
    [InlineData("/a/", "../../../b", "/b")]
    [InlineData("/a/", "..", "/")]
    [InlineData("/a/b/", "..", "/a")]
    [InlineData("/a/", ".", "/a")]
    [InlineData("/a/", "/x/../y", "/y")]
    [InlineData("/a/", "...", "/a/...")]
    [InlineData("/a/", "b..", "/a/b..")]
    [InlineData("", "../up", "up")]
    [InlineData("", "relative/x", "relative/x")]
    [InlineData("./", "<NA>", "./<NA>")]
    [InlineData("<UNKNOWN>", "x", "<UNKNOWN>x")]
    [InlineData("/a/", "", "")]
    public void Paths_join_as_text(string directory, string path, string expected) => Assert.Equal(
        expected,
        Encoding.UTF8.GetString(Join(Encoding.UTF8.GetBytes(directory), Encoding.UTF8.GetBytes(path))));

    [Fact]
    public void A_slash_is_added_to_the_name_of_a_descriptor()
    {
        Assert.Equal("/a/b"u8, JoinBelow("/a"u8, "b"u8));
        Assert.Equal("/b"u8, JoinBelow("/"u8, "b"u8));
        Assert.Equal("b"u8, JoinBelow(""u8, "b"u8));
    }

    [Fact]
    public void A_path_that_is_too_long_says_so()
    {
        var longest = new byte[JoinedPath.BytesMax - 2];
        longest.AsSpan().Fill((byte)'a');
        Assert.Equal([(byte)'/', .. longest], Join("/"u8, longest));
        Assert.Equal(JoinedPath.TooLong, Join("/a"u8, longest));
    }

    private static byte[] Join(ReadOnlySpan<byte> directory, ReadOnlySpan<byte> path)
    {
        var target = new byte[JoinedPath.BytesMax];
        return target[..JoinedPath.Join(directory, path, target)];
    }

    private static byte[] JoinBelow(ReadOnlySpan<byte> directory, ReadOnlySpan<byte> path)
    {
        var target = new byte[JoinedPath.BytesMax];
        return target[..JoinedPath.JoinBelow(directory, path, target)];
    }
}
