using System.Collections.Immutable;
using RulesEngine.Runtime.Fields;

namespace RulesEngine.Runtime.Matching;

/// <summary>
/// Paths as <c>pmatch</c> reads them, component by component: a value is spelled with one slash before each component
/// before it is looked up as a text, unless it is spelled so already. Used by one thread at a time.
/// </summary>
internal sealed class PathTable(ImmutableArray<IndexEntry> entries) : ValueTable
{
    private readonly TextTable _texts = new(entries);
    private byte[] _spelled = new byte[256];

    public override int Find(in FieldValue value) => Find(value.Bytes);

    public int Find(ReadOnlySpan<byte> path) => _texts.Find(IsSpelled(path) ? path : Spell(path));

    private static bool IsSpelled(ReadOnlySpan<byte> path) =>
        path.IsEmpty || (path[0] == (byte)'/' && path[^1] != (byte)'/' && path.IndexOf("//"u8) < 0);

    private ReadOnlySpan<byte> Spell(ReadOnlySpan<byte> path)
    {
        if (_spelled.Length <= path.Length)
            _spelled = new byte[path.Length * 2];
        var length = 0;
        foreach (var range in path.Split((byte)'/'))
        {
            var component = path[range];
            if (component.IsEmpty)
                continue;
            _spelled[length++] = (byte)'/';
            component.CopyTo(_spelled.AsSpan(length));
            length += component.Length;
        }

        return _spelled.AsSpan(0, length);
    }
}
