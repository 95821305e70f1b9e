namespace RulesEngine.Runtime.State;

/// <summary>The machine that events come from.</summary>
public sealed record MachineInfo(
    uint CpuCount, ulong MemoryBytes, ulong MaxPid, byte[] HostName, ulong BootTimeNs, ulong Flags);
