using System.Collections.Immutable;

namespace RulesEngine.Outputs.Metrics;

/// <summary>What does not change between two loads of the configuration, as metrics report it.</summary>
public sealed record EngineFacts
{
    public required string Version { get; init; }

    public required string Hostname { get; init; }

    /// <summary>Where events come from, in Falco's words: <c>modern_bpf</c>, <c>savefile</c>, <c>nodriver</c>.</summary>
    public required string EngineName { get; init; }

    public string EventSource { get; init; } = "syscall";

    public string KernelRelease { get; init; } = "";

    /// <summary>Nanoseconds since the epoch.</summary>
    public ulong StartNs { get; init; }

    /// <summary>Nanoseconds since the epoch of the latest load.</summary>
    public ulong ReloadNs { get; init; }

    public ulong HostBootNs { get; init; }

    public int HostCpus { get; init; } = Environment.ProcessorCount;

    public ImmutableArray<FileFact> RulesFiles { get; init; } = [];

    public ImmutableArray<FileFact> ConfigFiles { get; init; } = [];
}

/// <param name="Name">The file's name without its folder.</param>
/// <param name="Sha256">Its content's hash in hexadecimal.</param>
public sealed record FileFact(string Name, string Sha256);
