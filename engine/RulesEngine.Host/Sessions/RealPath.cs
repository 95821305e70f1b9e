namespace RulesEngine.Host.Sessions;

/// <summary>
/// The one path of a file however it was reached: symbolic links are followed in its name and in all folders above. The
/// file need not exist. Hard links keep their own names.
/// </summary>
internal static class RealPath
{
    /// <summary>As many as the kernel follows.</summary>
    private const int LinksMax = 40;

    /// <exception cref="IOException">The links go in a circle.</exception>
    public static string Of(string path)
    {
        var links = 0;
        return Resolve(Path.GetFullPath(path), ref links);
    }

    private static string Resolve(string path, ref int links)
    {
        if (Path.GetDirectoryName(path) is not { } above)
            return path;
        var folder = Resolve(above, ref links);
        var real = Path.Combine(folder, Path.GetFileName(path));
        if (new FileInfo(real).LinkTarget is not { } target)
            return real;
        if (++links > LinksMax)
            throw new IOException("too many levels of symbolic links");
        return Resolve(Path.GetFullPath(target, folder), ref links);
    }
}
