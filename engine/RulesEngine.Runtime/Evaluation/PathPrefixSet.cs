namespace RulesEngine.Runtime.Evaluation;

/// <summary>
/// The <c>pmatch</c> operator: true when the components of one of the listed paths are the first components of the
/// text. A component with <c>?</c>, <c>*</c> or <c>[</c> is matched as a glob, others byte by byte. Empty components
/// (a leading, doubled or trailing slash) do not count.
/// </summary>
public sealed class PathPrefixSet
{
    private readonly Component[][] _paths;

    public PathPrefixSet(IEnumerable<ReadOnlyMemory<byte>> paths) =>
        _paths = [.. paths.Select(path => Split(path).ToArray())];

    public bool IsMatch(ReadOnlySpan<byte> text)
    {
        foreach (var path in _paths)
        {
            if (IsPrefix(path, text)) return true;
        }

        return false;
    }

    private static bool IsPrefix(Component[] path, ReadOnlySpan<byte> text)
    {
        foreach (var component in path)
        {
            text = text.TrimStart((byte)'/');
            if (text.IsEmpty) return false;
            var end = text.IndexOf((byte)'/');
            var part = end < 0 ? text : text[..end];
            if (!component.IsMatch(part)) return false;
            text = text[part.Length..];
        }

        return true;
    }

    private static IEnumerable<Component> Split(ReadOnlyMemory<byte> path)
    {
        var start = 0;
        for (var i = 0; i <= path.Length; i++)
        {
            if (i < path.Length && path.Span[i] != (byte)'/') continue;
            if (i > start) yield return new Component(path[start..i]);
            start = i + 1;
        }
    }

    private sealed class Component(ReadOnlyMemory<byte> text)
    {
        private readonly GlobPattern? _glob =
            GlobPattern.HasWildcard(text.Span) ? new GlobPattern(text, ignoreCase: false) : null;

        public bool IsMatch(ReadOnlySpan<byte> part) => _glob?.IsMatch(part) ?? part.SequenceEqual(text.Span);
    }
}
