namespace RulesEngine.Runtime.State;

/// <summary>A mount of a container as its engine described it.</summary>
public sealed record ContainerMount(
    byte[] Source, byte[] Destination, byte[] Mode, bool ReadWrite, byte[] Propagation);

/// <summary>A command that an engine runs in a container to learn whether it is well.</summary>
public sealed record ContainerProbe(byte[] Kind, byte[] Executable, byte[][] Arguments);

/// <summary>What is known of a container beside its id; comes from <c>container</c> events. Immutable.</summary>
public sealed record ContainerInfo
{
    /// <summary>The short id, or <c>host</c>.</summary>
    public required byte[] Id { get; init; }

    /// <summary>The description as it came, to be written into captures; empty if it was not JSON.</summary>
    public byte[] Json { get; init; } = [];
    public byte[] FullId { get; init; } = [];
    public byte[] Name { get; init; } = [];
    public byte[] Image { get; init; } = [];
    public byte[] ImageId { get; init; } = [];
    public byte[] ImageRepository { get; init; } = [];
    public byte[] ImageTag { get; init; } = [];
    public byte[] ImageDigest { get; init; } = [];

    /// <summary>The engine's name: <c>docker</c>, <c>cri-o</c>, ... or <c>host</c>.</summary>
    public byte[] Type { get; init; } = [];
    public byte[] Ip { get; init; } = [];
    public byte[] CniJson { get; init; } = [];
    public byte[] PodSandboxId { get; init; } = [];
    public byte[] User { get; init; } = [];
    public bool Privileged { get; init; }
    public bool HostPid { get; init; }
    public bool HostNetwork { get; init; }
    public bool HostIpc { get; init; }
    public bool IsPodSandbox { get; init; }
    public ulong CreatedTime { get; init; }
    public IReadOnlyList<ContainerMount> Mounts { get; init; } = [];
    public IReadOnlyList<ContainerProbe> Probes { get; init; } = [];

    /// <summary>Names and values in the order in which they are printed.</summary>
    public IReadOnlyList<KeyValuePair<byte[], byte[]>> Labels { get; init; } = [];
    public IReadOnlyList<KeyValuePair<byte[], byte[]>> PodSandboxLabels { get; init; } = [];
    public IReadOnlyList<byte[]> Environment { get; init; } = [];
}
