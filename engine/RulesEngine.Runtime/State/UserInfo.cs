namespace RulesEngine.Runtime.State;

/// <summary>A user of the host or of a container.</summary>
public sealed record UserInfo(uint Uid, uint Gid, byte[] Name, byte[] Home, byte[] Shell);

/// <summary>A group of the host or of a container.</summary>
public sealed record GroupInfo(uint Gid, byte[] Name);
