using System.Collections.Immutable;

namespace RulesEngine.Outputs.Sinks.Elasticsearch;

/// <summary>Which of Falco's fields is which field of the Elastic Common Schema.</summary>
internal static class EcsFields
{
    /// <summary>
    /// Pairs of our field and its path, ordered by path so that members of one object stand together, with the object
    /// <c>event</c> first. Where several fields mean one path, the first that has a value counts.
    /// </summary>
    public static readonly ImmutableArray<EcsField> All =
    [
        .. new EcsField[]
        {
            new("evt.type", "event.action", EcsKind.Text),
            new("proc.name", "process.name", EcsKind.Text),
            new("proc.pid", "process.pid", EcsKind.Number),
            new("proc.exepath", "process.executable", EcsKind.Text),
            new("proc.cmdline", "process.command_line", EcsKind.Text),
            new("proc.cwd", "process.working_directory", EcsKind.Text),
            new("proc.tty", "process.tty.char_device.minor", EcsKind.Number),
            new("proc.sid", "process.session_leader.pid", EcsKind.Number),
            new("proc.ppid", "process.parent.pid", EcsKind.Number),
            new("proc.pname", "process.parent.name", EcsKind.Text),
            new("proc.pexepath", "process.parent.executable", EcsKind.Text),
            new("proc.pcmdline", "process.parent.command_line", EcsKind.Text),
            new("thread.tid", "process.thread.id", EcsKind.Number),
            new("fs.path.name", "file.path", EcsKind.Path),
            new("fd.name", "file.path", EcsKind.Path),
            new("fd.directory", "file.directory", EcsKind.Path),
            new("fd.filename", "file.name", EcsKind.Text),
            new("fd.sip", "server.ip", EcsKind.Text),
            new("fd.sport", "server.port", EcsKind.Number),
            new("fd.cip", "client.ip", EcsKind.Text),
            new("fd.cport", "client.port", EcsKind.Number),
            new("fd.l4proto", "network.transport", EcsKind.Text),
            new("user.name", "user.name", EcsKind.Text),
            new("user.uid", "user.id", EcsKind.Text),
            new("group.name", "group.name", EcsKind.Text),
            new("group.gid", "group.id", EcsKind.Text),
            new("container.id", "container.id", EcsKind.Text),
            new("container.name", "container.name", EcsKind.Text),
            new("container.image.repository", "container.image.name", EcsKind.Text),
            new("container.image.tag", "container.image.tag", EcsKind.Text),
            new("k8s.ns.name", "orchestrator.namespace", EcsKind.Text),
            new("k8s.pod.name", "orchestrator.resource.name", EcsKind.Text),
        }.OrderBy(field => field.Path.StartsWith("event.", StringComparison.Ordinal) ? 0 : 1)
            .ThenBy(field => field.Path, StringComparer.Ordinal),
    ];
}

/// <param name="Name">The output field.</param>
/// <param name="Path">The schema's field, dotted.</param>
/// <param name="Kind">What the schema wants there; another kind of value is left out, or a number written as text.</param>
internal sealed record EcsField(string Name, string Path, EcsKind Kind);

internal enum EcsKind
{
    Text,
    Number,

    /// <summary>A text that begins with a slash; a socket's name, say, is not one.</summary>
    Path,
}
