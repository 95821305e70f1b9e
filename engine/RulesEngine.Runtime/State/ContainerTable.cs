using System.Text;

namespace RulesEngine.Runtime.State;

/// <summary>What is known of each container, by its short id; the host has an entry of its own.</summary>
public sealed class ContainerTable
{
    /// <summary>The most containers that are remembered; one more drives out another.</summary>
    private const int CountMax = 16384;

    private readonly Dictionary<string, ContainerInfo> _containers = [];

    /// <summary>The entry that stands for the host: id, full id, name and type are <c>host</c>.</summary>
    public static ContainerInfo Host { get; } = new()
    {
        Id = "host"u8.ToArray(),
        FullId = "host"u8.ToArray(),
        Name = "host"u8.ToArray(),
        Type = "host"u8.ToArray(),
    };

    public int Count => _containers.Count;

    /// <summary>All containers but the host's entry.</summary>
    public Dictionary<string, ContainerInfo>.ValueCollection All => _containers.Values;

    /// <summary>The container of this id; the host for an empty id; null when only the id is known.</summary>
    public ContainerInfo? Find(ReadOnlySpan<byte> id)
    {
        if (id.IsEmpty) return Host;
        if (id.Length > 128) return null;
        Span<char> key = stackalloc char[id.Length];
        Encoding.Latin1.GetChars(id, key);
        return _containers.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(key, out var info) ? info : null;
    }

    public void Set(ContainerInfo info)
    {
        if (info.Id.Length is 0 or > 128) return;
        Span<char> id = stackalloc char[info.Id.Length];
        Encoding.Latin1.GetChars(info.Id, id);
        var byId = _containers.GetAlternateLookup<ReadOnlySpan<char>>();
        if (_containers.Count >= CountMax && !byId.ContainsKey(id)) _containers.Remove(_containers.Keys.First());
        byId[id] = info;
    }

    public void Remove(ReadOnlySpan<byte> id) => _containers.Remove(Encoding.Latin1.GetString(id));

    public void Clear() => _containers.Clear();
}
