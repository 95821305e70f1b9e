using System.Text;

namespace RulesEngine.Runtime.State;

/// <summary>Users and groups by id, separately for the host (empty container id) and each container.</summary>
public sealed class UserTable
{
    /// <summary>The most containers whose users are known; one more drives out another.</summary>
    private const int ContainersMax = 16384;

    /// <summary>The most users, and groups, of the host or of a container; more are not taken.</summary>
    private const int EntriesMax = 1 << 18;

    private readonly Scope _host = new();
    private readonly Dictionary<string, Scope> _containers = [];

    public Dictionary<uint, UserInfo>.ValueCollection HostUsers => _host.Users.Values;

    public Dictionary<uint, GroupInfo>.ValueCollection HostGroups => _host.Groups.Values;

    public UserInfo? FindUser(ReadOnlySpan<byte> containerId, uint uid) =>
        Find(containerId)?.Users.GetValueOrDefault(uid);

    public GroupInfo? FindGroup(ReadOnlySpan<byte> containerId, uint gid) =>
        Find(containerId)?.Groups.GetValueOrDefault(gid);

    public void SetUser(ReadOnlySpan<byte> containerId, UserInfo user)
    {
        if (!IsReference(user.Name)) Set(Open(containerId).Users, user.Uid, user);
    }

    public void SetGroup(ReadOnlySpan<byte> containerId, GroupInfo group)
    {
        if (!IsReference(group.Name)) Set(Open(containerId).Groups, group.Gid, group);
    }

    public void RemoveUser(ReadOnlySpan<byte> containerId, uint uid) => Find(containerId)?.Users.Remove(uid);

    public void RemoveGroup(ReadOnlySpan<byte> containerId, uint gid) => Find(containerId)?.Groups.Remove(gid);

    public void RemoveContainer(ReadOnlySpan<byte> containerId)
    {
        if (!containerId.IsEmpty) _containers.Remove(Key(containerId));
    }

    public void Clear()
    {
        _host.Users.Clear();
        _host.Groups.Clear();
        _containers.Clear();
    }

    // Entries that name no user but a source of more (NIS); Falco leaves them out.
    private static bool IsReference(byte[] name) => name is [(byte)'+' or (byte)'-', ..];

    private Scope? Find(ReadOnlySpan<byte> containerId)
    {
        if (containerId.IsEmpty) return _host;
        Span<char> key = stackalloc char[Math.Min(containerId.Length, 128)];
        return _containers.GetAlternateLookup<ReadOnlySpan<char>>()
            .TryGetValue(key[..Encoding.Latin1.GetChars(containerId[..key.Length], key)], out var scope)
            ? scope
            : null;
    }

    private Scope Open(ReadOnlySpan<byte> containerId)
    {
        if (containerId.IsEmpty) return _host;
        var key = Key(containerId);
        if (_containers.TryGetValue(key, out var scope)) return scope;
        if (_containers.Count >= ContainersMax) _containers.Remove(_containers.Keys.First());
        scope = new Scope();
        _containers.Add(key, scope);
        return scope;
    }

    private static void Set<T>(Dictionary<uint, T> entries, uint id, T entry)
    {
        if (entries.Count < EntriesMax || entries.ContainsKey(id)) entries[id] = entry;
    }

    private static string Key(ReadOnlySpan<byte> containerId) =>
        Encoding.Latin1.GetString(containerId[..Math.Min(containerId.Length, 128)]);

    private sealed class Scope
    {
        public Dictionary<uint, UserInfo> Users { get; set; } = [];
        public Dictionary<uint, GroupInfo> Groups { get; set; } = [];
    }
}
