using RulesEngine.Runtime.Events;

namespace RulesEngine.Runtime.State;

/// <summary>Which container a process is in, and what engines say about containers.</summary>
public sealed partial class StateMachine
{
    private const int ParentsMax = 10_000;
    private const int DescriptionBytesMax = 1 << 20;

    /// <summary>
    /// Runs after the event's own effect: containers are found in what it left. False for kinds that tell of none.
    /// </summary>
    private bool ApplyContainers(EventContext context)
    {
        switch (context.Code)
        {
            case EventCodes.ContainerJson2: SetContainer(context, context.Event.Text(0)); break;
            case EventCodes.Async: ApplyAsync(context); break;
            case EventCodes.CloneExit or EventCodes.ForkExit or EventCodes.VforkExit or EventCodes.Clone3Exit
                or EventCodes.ExecveExit or EventCodes.ExecveAtExit or EventCodes.ChRootExit:
                if (Result(context) >= 0 && State.Threads.Find(context.ThreadId) is { } thread) FindContainer(thread);
                break;
            default: return false;
        }
        return true;
    }

    private void ApplyAsync(EventContext context)
    {
        var name = context.Event.Text(1);
        if (name.SequenceEqual("container"u8))
        {
            SetContainer(context, EventView.UpToNul(context.Event.Param(2)));
        }
        else if (name.SequenceEqual("container_removed"u8)
            && ContainerParser.Parse(EventView.UpToNul(context.Event.Param(2))) is { } removed)
        {
            State.Containers.Remove(removed.Id);
        }
    }

    private void SetContainer(EventContext context, ReadOnlySpan<byte> json)
    {
        if (json.Length > DescriptionBytesMax || _descriptions.Get(json) is not { } container)
        {
            State.Counters.ContainerFaults++;
            return;
        }
        State.Containers.Set(container);
        context.Container = container;
    }

    private void FindContainer(ThreadInfo thread)
    {
        var id = ContainerIdFinder.Find(thread.CGroups, out var kind);
        if (id.IsEmpty)
        {
            thread.ContainerId = [];
            return;
        }
        if (!id.SequenceEqual(thread.ContainerId)) thread.ContainerId = _names.Get(id);
        var type = kind switch
        {
            ContainerKind.Lxc => 1,
            ContainerKind.LibvirtLxc => 2,
            ContainerKind.Bpm => 9,
            _ => -1,
        };
        if (type >= 0 && State.Containers.Find(id)?.Json is not [])
        {
            State.Containers.Set(new ContainerInfo
            {
                Id = thread.ContainerId,
                Type = ContainerParser.TypeName(type),
            });
        }
        if (State.Containers.Find(id) is { } container) Categorise(thread, container);
    }

    /// <summary>Tells the checks that an engine runs in a container from what the container does itself.</summary>
    private void Categorise(ThreadInfo thread, ContainerInfo container)
    {
        if (thread.PidInNamespace == 1)
        {
            thread.Category = ThreadCategory.Container;
            return;
        }
        if (State.Threads.Find(thread.ParentTid) is { Category: not ThreadCategory.None } parent)
        {
            thread.Category = parent.Category;
            return;
        }
        var category = MatchProbe(thread, container);
        if (category == ThreadCategory.None) return;
        var ancestor = State.Threads.Find(thread.ParentTid);
        for (var steps = 0; ancestor is not null && steps < ParentsMax; steps++)
        {
            if (ancestor.PidInNamespace == 1 && ancestor.ContainerId.Length > 0) return;
            ancestor = State.Threads.Find(ancestor.ParentTid);
        }
        thread.Category = category;
    }

    private static ThreadCategory MatchProbe(ThreadInfo thread, ContainerInfo container)
    {
        foreach (var probe in container.Probes)
        {
            if (!thread.Exe.AsSpan().SequenceEqual(probe.Executable) || !SameArguments(thread.Args, probe)) continue;
            return probe.Kind switch
            {
                [(byte)'H', ..] => ThreadCategory.HealthCheck,
                [(byte)'L', ..] => ThreadCategory.LivenessProbe,
                _ => ThreadCategory.ReadinessProbe,
            };
        }
        return ThreadCategory.None;
    }

    private static bool SameArguments(ByteStrings arguments, ContainerProbe probe)
    {
        var count = 0;
        foreach (var argument in arguments)
        {
            if (argument.IsEmpty) continue;
            if (count >= probe.Arguments.Length || !argument.SequenceEqual(probe.Arguments[count])) return false;
            count++;
        }
        return count == probe.Arguments.Length;
    }
}
