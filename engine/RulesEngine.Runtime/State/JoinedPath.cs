namespace RulesEngine.Runtime.State;

/// <summary>
/// Joins a path to a directory and normalises it as text: <c>.</c>, <c>..</c> and repeated slashes go, links are not
/// looked at. The directory is taken as it is, without a slash added. A path that begins with a slash replaces it.
/// </summary>
internal static class JoinedPath
{
    /// <summary>Longer results are replaced by <see cref="TooLong"/>.</summary>
    public const int BytesMax = 1024;

    /// <summary>What stands for a path that is too long.</summary>
    public static ReadOnlySpan<byte> TooLong => "/DIR_TOO_LONG/FILENAME_TOO_LONG"u8;

    /// <summary>Joins below a directory whose name may lack the slash at its end.</summary>
    public static int JoinBelow(ReadOnlySpan<byte> directory, ReadOnlySpan<byte> path, Span<byte> target)
    {
        if (directory is [] or [.., (byte)'/'] || directory.Length >= BytesMax) return Join(directory, path, target);
        Span<byte> slashed = stackalloc byte[BytesMax];
        directory.CopyTo(slashed);
        slashed[directory.Length] = (byte)'/';
        return Join(slashed[..(directory.Length + 1)], path, target);
    }

    /// <summary>
    /// Writes the joined path to <paramref name="target"/> (at least <see cref="BytesMax"/> bytes) and returns its
    /// length.
    /// </summary>
    public static int Join(ReadOnlySpan<byte> directory, ReadOnlySpan<byte> path, Span<byte> target)
    {
        if (directory.Length + path.Length + 1 > BytesMax)
        {
            TooLong.CopyTo(target);
            return TooLong.Length;
        }
        if (path is [] or [(byte)'/', ..]) directory = default;
        directory.CopyTo(target);
        return Append(path, target, directory.Length);
    }

    private static int Append(ReadOnlySpan<byte> path, Span<byte> target, int length)
    {
        while (!path.IsEmpty)
        {
            var afterSlash = length == 0 || target[length - 1] == '/';
            if (path[0] == '/')
            {
                if (length == 0 || !afterSlash) target[length++] = (byte)'/';
                path = path[1..];
                continue;
            }
            var slash = path.IndexOf((byte)'/');
            var segment = slash < 0 ? path : path[..slash];
            // With its slash: what is dropped leaves none behind.
            var rest = slash < 0 ? default : path[(slash + 1)..];
            if (afterSlash && segment is [(byte)'.'])
            {
                path = rest;
                continue;
            }
            if (afterSlash && segment is [(byte)'.', (byte)'.'])
            {
                length = Parent(target, length);
                path = rest;
                continue;
            }
            segment.CopyTo(target[length..]);
            length += segment.Length;
            path = path[segment.Length..];
        }
        if (length > 1 && target[length - 1] == '/') length--;
        return length;
    }

    /// <summary>The length up to the parent's slash; above its beginning a path does not go, relative or not.</summary>
    private static int Parent(ReadOnlySpan<byte> target, int length) =>
        length <= 1 ? length : target[..(length - 1)].LastIndexOf((byte)'/') + 1;
}
