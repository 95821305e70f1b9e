using System.Collections.Immutable;
using RulesEngine.Runtime.Events;
using RulesEngine.Runtime.Matching;

namespace RulesEngine.Compiler.Lowering;

/// <summary>
/// An event type whose operation the kernel side can refuse: the code of the record a guard makes, the hooks it sits
/// on, and what is known there. Everything the planner knows about hooks is this one table.
/// </summary>
/// <param name="Code">The code of the exit event; older codes of the same name do not occur live.</param>
/// <param name="Operation">The family of guards.</param>
public sealed record GuardedEvent(ushort Code, GuardedOperations Operation)
{
    /// <summary>All event types with guards, by ascending code.</summary>
    public static ImmutableArray<GuardedEvent> All { get; } =
    [
        new(EventCodes.OpenExit, GuardedOperations.Open),
        new(EventCodes.ConnectExit, GuardedOperations.Connect),
        new(EventCodes.SendToExit, GuardedOperations.Send),
        new(EventCodes.SendMsgExit, GuardedOperations.Send),
        new(EventCodes.SendMmsgExit, GuardedOperations.Send),
        new(EventCodes.CreatExit, GuardedOperations.Open),
        new(EventCodes.ExecveExit, GuardedOperations.Execute),
        new(EventCodes.OpenAtExit, GuardedOperations.Open),
        new(EventCodes.OpenAt2Exit, GuardedOperations.Open),
        new(EventCodes.ExecveAtExit, GuardedOperations.Execute),
        new(EventCodes.OpenByHandleAtExit, GuardedOperations.Open),
    ];

    /// <summary>Falco's name of the event type.</summary>
    public string Name => EventTable.All[Code].Name;

    /// <summary>
    /// The hooks that together refuse the whole operation, as the kernel calls them. An open truncates only after
    /// file_open.
    /// </summary>
    public ImmutableArray<string> Hooks => Operation switch
    {
        GuardedOperations.Open => ["file_open", "path_mknod"],
        GuardedOperations.Execute => ["bprm_creds_from_file"],
        GuardedOperations.Connect => ["socket_connect", "socket_sendmsg"],
        _ => ["socket_sendmsg"],
    };

    /// <summary>Whether success is any number from zero on (a descriptor, a count) rather than zero.</summary>
    public bool ReturnsNumber => Operation is GuardedOperations.Open or GuardedOperations.Send;

    /// <summary>Whether the event is about a descriptor, so that <c>fd.*</c> speaks of something.</summary>
    public bool HasDescriptor => Operation != GuardedOperations.Execute;

    /// <summary>Finds the guarded event type of this name.</summary>
    public static GuardedEvent? Find(string name) => All.FirstOrDefault(guarded => guarded.Name == name);
}
