using RulesEngine.Runtime.Evaluation.Tests;

namespace RulesEngine.Runtime.Evaluation;

/// <summary>
/// The <c>pmatch</c> operator: true when the components of one of the listed paths are the first components of the
/// text. A component with <c>?</c>, <c>*</c> or <c>[</c> is matched as a glob, others byte by byte. Empty components
/// (a leading, doubled or trailing slash) do not count. The paths are kept as a tree, as by Falco, which shows where
/// several globs stand beside each other, see <see cref="Folder.Holds"/>.
/// </summary>
public sealed class PathPrefixSet
{
    private readonly Folder? _root;

    public PathPrefixSet(IEnumerable<ReadOnlyMemory<byte>> paths)
    {
        foreach (var path in paths)
            (_root ??= new Folder()).Add(path.Span);
    }

    public bool IsMatch(ReadOnlySpan<byte> text) => _root is not null && _root.Holds(text);

    /// <summary>Cuts the first component off a path; false when there is none.</summary>
    private static bool TryCut(ref ReadOnlySpan<byte> path, out ReadOnlySpan<byte> component)
    {
        path = path.TrimStart((byte)'/');
        var end = path.IndexOf((byte)'/');
        component = end < 0 ? path : path[..end];
        path = path[component.Length..];
        return !component.IsEmpty;
    }

    /// <summary>What may follow a listed component. One that a listed path ends with holds everything.</summary>
    private sealed class Folder
    {
        private readonly Dictionary<byte[], Folder> _exact = new(BytesComparer.Instance);
        private readonly List<(byte[] Text, GlobPattern Glob, Folder Below)> _globs = [];
        private bool _isEnd;

        public void Add(ReadOnlySpan<byte> path)
        {
            if (_isEnd) return;
            if (!TryCut(ref path, out var component))
            {
                _isEnd = true;
                _exact.Clear();
                _globs.Clear();
                return;
            }

            Below(component).Add(path);
        }

        /// <summary>
        /// Exact components are tried first, then the globs, the one listed last first. With each glob that fits and
        /// whose rest does not, the next glob is asked about the next component, and what follows it: so Falco's answer
        /// is no where each path by itself would match.
        /// </summary>
        public bool Holds(ReadOnlySpan<byte> path)
        {
            if (_isEnd) return true;
            if (!TryCut(ref path, out var component)) return false;
            if (_exact.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(component, out var exact)
                && exact.Holds(path)) return true;
            for (var i = _globs.Count - 1; i >= 0; i--)
            {
                if (!_globs[i].Glob.IsMatch(component)) continue;
                if (_globs[i].Below.Holds(path)) return true;
                // Falco reads past the end of the path here.
                if (!TryCut(ref path, out component)) return false;
            }

            return false;
        }

        private Folder Below(ReadOnlySpan<byte> component)
        {
            if (!GlobPattern.HasWildcard(component))
            {
                var exact = _exact.GetAlternateLookup<ReadOnlySpan<byte>>();
                if (!exact.TryGetValue(component, out var below)) exact[component] = below = new Folder();
                return below;
            }

            foreach (var (text, _, below) in _globs)
            {
                if (component.SequenceEqual(text)) return below;
            }

            var glob = component.ToArray();
            _globs.Add((glob, new GlobPattern(glob, ignoreCase: false), new Folder()));
            return _globs[^1].Below;
        }
    }
}
