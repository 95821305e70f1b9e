namespace RulesEngine.Runtime.State;

/// <summary>
/// Joins and normalises paths as text: <c>.</c>, <c>..</c> and repeated slashes go, links are not looked at. A path
/// that begins with a slash replaces what it is joined to.
/// </summary>
internal static class JoinedPath
{
    /// <summary>Longer results are replaced by <see cref="TooLong"/>.</summary>
    public const int BytesMax = 1024;

    /// <summary>What stands for a path that is too long.</summary>
    public static ReadOnlySpan<byte> TooLong => "/DIR_TOO_LONG/FILENAME_TOO_LONG"u8;

    /// <summary>
    /// Writes the joined path to <paramref name="target"/> (at least <see cref="BytesMax"/> bytes) and returns its
    /// length. An empty path reads <c>.</c>.
    /// </summary>
    public static int Join(ReadOnlySpan<byte> directory, ReadOnlySpan<byte> path, Span<byte> target)
    {
        if (path is [(byte)'/', ..]) directory = default;
        var absolute = directory.IsEmpty ? path is [(byte)'/', ..] : directory[0] == '/';
        if (directory.Length + path.Length + 1 > BytesMax)
        {
            TooLong.CopyTo(target);
            return TooLong.Length;
        }
        var length = 0;
        if (absolute) target[length++] = (byte)'/';
        length = Append(directory, target, length, absolute);
        length = Append(path, target, length, absolute);
        if (length == 0) target[length++] = (byte)'.';
        return length;
    }

    /// <summary>The joined path as an array of its own.</summary>
    public static byte[] Join(ReadOnlySpan<byte> directory, ReadOnlySpan<byte> path)
    {
        Span<byte> target = stackalloc byte[BytesMax];
        return target[..Join(directory, path, target)].ToArray();
    }

    private static int Append(ReadOnlySpan<byte> path, Span<byte> target, int length, bool absolute)
    {
        var root = absolute ? 1 : 0;
        while (!path.IsEmpty)
        {
            var slash = path.IndexOf((byte)'/');
            var segment = slash < 0 ? path : path[..slash];
            path = slash < 0 ? default : path[(slash + 1)..];
            if (segment.IsEmpty || segment is [(byte)'.']) continue;
            if (segment is [(byte)'.', (byte)'.'])
            {
                var last = LastSegment(target[root..length]);
                if (length == root && absolute) continue;
                if (length > root && !last.SequenceEqual(".."u8))
                {
                    length -= last.Length;
                    if (length > root) length--;
                    continue;
                }
            }
            if (length > root) target[length++] = (byte)'/';
            segment.CopyTo(target[length..]);
            length += segment.Length;
        }
        return length;
    }

    private static ReadOnlySpan<byte> LastSegment(ReadOnlySpan<byte> path) => path[(path.LastIndexOf((byte)'/') + 1)..];
}
