namespace RulesEngine.Runtime.State;

/// <summary>
/// Everything known about the machine that events come from. The state machine changes it, one event at a time, on one
/// thread; extraction reads it between two events.
/// </summary>
public sealed class EngineState
{
    public ThreadTable Threads { get; } = new();

    public UserTable Users { get; } = new();

    public InterfaceTable Interfaces { get; } = new();

    public ContainerTable Containers { get; } = new();

    public MachineInfo? Machine { get; set; }

    public StateCounters Counters { get; } = new();
}

/// <summary>What happened to the tables, for metrics.</summary>
public sealed class StateCounters
{
    public ulong Events { get; set; }
    public ulong ThreadsAdded { get; set; }
    public ulong ThreadsRemoved { get; set; }
    public ulong ThreadTableDrops { get; set; }
    public ulong FdsAdded { get; set; }
    public ulong FdsRemoved { get; set; }
    public ulong FailedFdLookups { get; set; }
    public ulong FailedThreadLookups { get; set; }
    public ulong StoredEvents { get; set; }
    public ulong StoreDrops { get; set; }
    public ulong HandlerFaults { get; set; }
}
