using System.Text;

namespace RulesEngine.Runtime.State;

/// <summary>Users and groups by id, separately for the host (empty container id) and each container.</summary>
public sealed class UserTable
{
    private readonly Scope _host = new();
    private readonly Dictionary<string, Scope> _containers = [];

    public Dictionary<uint, UserInfo>.ValueCollection HostUsers => _host.Users.Values;

    public Dictionary<uint, GroupInfo>.ValueCollection HostGroups => _host.Groups.Values;

    public UserInfo? FindUser(ReadOnlySpan<byte> containerId, uint uid) =>
        Find(containerId)?.Users.GetValueOrDefault(uid);

    public GroupInfo? FindGroup(ReadOnlySpan<byte> containerId, uint gid) =>
        Find(containerId)?.Groups.GetValueOrDefault(gid);

    public void SetUser(ReadOnlySpan<byte> containerId, UserInfo user) => Open(containerId).Users[user.Uid] = user;

    public void SetGroup(ReadOnlySpan<byte> containerId, GroupInfo group) => Open(containerId).Groups[group.Gid] = group;

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
        scope = new Scope();
        _containers.Add(key, scope);
        return scope;
    }

    private static string Key(ReadOnlySpan<byte> containerId) =>
        Encoding.Latin1.GetString(containerId[..Math.Min(containerId.Length, 128)]);

    private sealed class Scope
    {
        public Dictionary<uint, UserInfo> Users { get; set; } = [];
        public Dictionary<uint, GroupInfo> Groups { get; set; } = [];
    }
}
