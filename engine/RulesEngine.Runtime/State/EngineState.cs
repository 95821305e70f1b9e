namespace RulesEngine.Runtime.State;

/// <summary>
/// Everything known about the machine that events come from. The state machine changes it, one event at a time, on one
/// thread; extraction reads it between two events.
/// </summary>
public sealed class EngineState
{
    public EngineState()
    {
        Threads = new ThreadTable(Counters, Pool);
    }

    public StateCounters Counters { get; } = new();

    internal StatePool Pool { get; } = new();

    public ThreadTable Threads { get; }

    public UserTable Users { get; } = new();

    public InterfaceTable Interfaces { get; } = new();

    public ContainerTable Containers { get; } = new();

    public MachineInfo? Machine { get; set; }

    /// <summary>Forgets everything but the counters.</summary>
    public void Clear()
    {
        Threads.Clear();
        Pool.Forget();
        Users.Clear();
        Interfaces.Clear();
        Containers.Clear();
        Machine = null;
    }
}

/// <summary>What happened to the tables, for metrics.</summary>
public sealed class StateCounters
{
    public ulong Events { get; set; }

    public ulong ThreadsAdded { get; set; }

    public ulong ThreadsRemoved { get; set; }

    /// <summary>Threads refused because the table was full.</summary>
    public ulong ThreadTableDrops { get; set; }

    public ulong FdsAdded { get; set; }

    public ulong FdsRemoved { get; set; }

    public ulong FailedFdLookups { get; set; }

    public ulong FailedThreadLookups { get; set; }

    /// <summary>Enter events kept for their exit events.</summary>
    public ulong StoredEvents { get; set; }

    /// <summary>Enter events that could not be kept because their thread is not known.</summary>
    public ulong StoreDrops { get; set; }

    /// <summary>Container descriptions that are not valid JSON of the expected shape.</summary>
    public ulong ContainerFaults { get; set; }
}
