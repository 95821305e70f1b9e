using System.Collections.Immutable;
using System.Globalization;
using RulesEngine.KernelTester.Model;

namespace RulesEngine.KernelTester.Randomised;

/// <summary>
/// An operation drawn at random: how to perform it, what must be visible when it took place, what is true of it, and the
/// condition that confines a rule to it, so that many rules can be in force at once.
/// </summary>
internal sealed record RandomOperation(ImmutableArray<string> Trigger, Effect Effect, Facts Facts, Condition Scope)
{
    public static readonly ImmutableArray<string> ProcessNames = ["trigger", "alpha", "alphabet", "beta", "curl"];

    public static readonly ImmutableArray<string> Users = ["0", "7", "1000", "4242"];

    public static readonly ImmutableArray<string> Addresses = ["127.0.0.1", "127.0.1.7", "127.200.3.4", "::1"];

    private const string ParentName = "kernel-tester";

    public static RandomOperation Draw(Random random, Workspace workspace) => random.Next(4) switch
    {
        0 => Program(random, workspace),
        1 => Network(random, workspace),
        _ => File(random, workspace),
    };

    private static RandomOperation File(Random random, Workspace workspace)
    {
        var (call, type) = Pick(random,
        [
            ("open", "open"), ("openat", "openat"), ("openat2", "openat2"), ("uring-openat", "openat"), ("polled-openat", "openat"),
        ]);
        var (flags, effect) = Pick<(string, Effect)>(random,
        [
            ("read", Effect.CallerSucceeds), ("rdwr", Effect.CallerSucceeds), ("write,create", Effect.FileCreated), ("write,trunc", Effect.FileEmptied),
        ]);
        var path = workspace.PathOf("target");
        var (actor, options) = Actor(random, workspace, type);
        return new RandomOperation(
            [.. options, call, flags, path],
            effect,
            With(actor, ("fd.name", path), ("fd.directory", workspace.Folder), ("fd.filename", "target")),
            new Compare("fd.name", "startswith", [workspace.Folder + "/"]));
    }

    private static RandomOperation Program(Random random, Workspace workspace)
    {
        var (call, type) = Pick(random, [("exec", "execve"), ("execveat", "execve")]);
        var path = workspace.PathOf("program");
        var (actor, options) = Actor(random, workspace, type);
        return new RandomOperation(
            [.. options, call, path, "mark", workspace.PathOf("ran")],
            Effect.ProgramRan,
            With(actor, ("proc.name", "program"), ("proc.exepath", path)),
            new Compare("proc.exepath", "startswith", [workspace.Folder + "/"]));
    }

    private static RandomOperation Network(Random random, Workspace workspace)
    {
        var (call, type, effect) = Pick<(string, string, Effect)>(random,
        [
            ("connect", "connect", Effect.ConnectionArrived), ("connect-nb", "connect", Effect.ConnectionArrived),
            ("sendto", "sendto", Effect.DatagramArrived), ("sendmsg", "sendmsg", Effect.DatagramArrived),
        ]);
        var address = Pick(random, Addresses);
        var port = workspace.Port.ToString(CultureInfo.InvariantCulture);
        var (actor, options) = Actor(random, workspace, type);
        return new RandomOperation(
            [.. options, call, address, port],
            effect,
            With(actor, ("fd.sip", address), ("fd.sport", port)),
            new Compare("fd.sport", "=", [port]));
    }

    private static (Facts Facts, ImmutableArray<string> Options) Actor(Random random, Workspace workspace, string eventType)
    {
        var name = Pick(random, ProcessNames);
        var user = Pick(random, Users);
        var facts = Facts.Of(
            ("evt.type", eventType), ("proc.name", name), ("proc.exepath", workspace.TriggerPath), ("proc.pname", ParentName), ("user.uid", user));
        return (facts, ["--comm", name, "--uid", user]);
    }

    private static Facts With(Facts facts, params ReadOnlySpan<(string Field, string Value)> further)
    {
        var values = facts.Values;
        foreach (var (field, value) in further)
            values = values.SetItem(field, value);
        return new Facts(values);
    }

    private static T Pick<T>(Random random, IReadOnlyList<T> choices) => choices[random.Next(choices.Count)];
}
