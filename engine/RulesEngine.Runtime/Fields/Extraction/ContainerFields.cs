using RulesEngine.Runtime.State;

namespace RulesEngine.Runtime.Fields.Extraction;

/// <summary>
/// The container of the event's process, as the container plugin of Falco tells it. On the host every field has a
/// value, mostly an empty one. When only the container's id is known, so are only the id and its start.
/// </summary>
internal static class ContainerFields
{
    /// <summary>Falco still knows these and never has a value for them.</summary>
    private static readonly string[] Deprecated =
    [
        "container.healthcheck", "container.liveness_probe", "container.readiness_probe",
        "proc.is_container_healthcheck", "proc.is_container_liveness_probe", "proc.is_container_readiness_probe",
    ];

    public static void Register(Dictionary<string, Extraction> table)
    {
        table["container.id"] = TakeId;
        Text(table, "container.full_id", info => info.FullId);
        Text(table, "container.name", info => info.Name);
        Text(table, "container.image", info => info.Image);
        Text(table, "container.image.id", info => info.ImageId);
        Text(table, "container.image.repository", info => info.ImageRepository);
        Text(table, "container.image.tag", info => info.ImageTag);
        Text(table, "container.image.digest", info => info.ImageDigest);
        Text(table, "container.type", info => info.Type);
        Text(table, "container.ip", info => info.Ip);
        Text(table, "container.cni.json", info => info.CniJson);
        Truth(table, "container.privileged", info => info.Privileged);
        Truth(table, "container.host_pid", info => info.HostPid);
        Truth(table, "container.host_network", info => info.HostNetwork);
        Truth(table, "container.host_ipc", info => info.HostIpc);
        foreach (var field in Deprecated) table[field] = StaticFields.Nothing;
        table["container.label"] = TakeLabel;
        table["container.labels"] = TakeLabels;
        table["container.start_ts"] = (_, context, ref value) =>
            StartOf(context) is > 0 and var start && value.Take((long)start);
        table["container.duration"] = (_, context, ref value) =>
            StartOf(context) is > 0 and var start && value.Take((long)(context.TimestampNs - start));
    }

    /// <summary>
    /// What is known of the container, that the event describes or else the process is in; null without a thread or
    /// with an id alone.
    /// </summary>
    internal static ContainerInfo? Find(EventContext context) => context.Container
        ?? (context.Thread is { } thread ? context.State.Containers.Find(thread.ContainerId) : null);

    /// <summary>A label's value.</summary>
    internal static bool TryFindLabel(
        IReadOnlyList<KeyValuePair<byte[], byte[]>> labels, ReadOnlySpan<byte> name, out byte[] text)
    {
        for (var i = 0; i < labels.Count; i++)
        {
            if (!labels[i].Key.AsSpan().SequenceEqual(name)) continue;
            text = labels[i].Value;
            return true;
        }

        text = [];
        return false;
    }

    /// <summary>Appends <c>name:value, name:value</c>, without the labels the engines add themselves.</summary>
    internal static void AppendLabels(ScratchArena output, IReadOnlyList<KeyValuePair<byte[], byte[]>> labels)
    {
        var isFirst = true;
        for (var i = 0; i < labels.Count; i++)
        {
            var name = labels[i].Key.AsSpan();
            if (name.StartsWith("annotation."u8) || name.StartsWith("io.kubernetes."u8)) continue;
            if (!isFirst) output.Append(", "u8);
            output.Append(name);
            if (labels[i].Value.Length > 0)
            {
                output.Append((byte)':');
                output.Append(labels[i].Value);
            }

            isFirst = false;
        }
    }

    private static void Text(Dictionary<string, Extraction> table, string name, Func<ContainerInfo, byte[]> read) =>
        table[name] = (_, context, ref value) => Find(context) is { } info && value.Take(read(info));

    private static void Truth(Dictionary<string, Extraction> table, string name, Func<ContainerInfo, bool> read) =>
        table[name] = (_, context, ref value) => Find(context) is { } info && value.Take(read(info));

    // An event that describes a container is not about a process of it.
    private static ulong StartOf(EventContext context) =>
        context is { Container: null, Thread: { } thread } ? thread.PidNamespaceInitStartNs : 0;

    private static bool TakeId(FieldProbe probe, EventContext context, ref FieldValue value)
    {
        if (context.Container is { } described) return value.Take(described.Id);
        if (context.Thread is not { } thread) return false;
        return value.Take(thread.ContainerId.Length == 0 ? "host"u8 : thread.ContainerId);
    }

    private static bool TakeLabel(FieldProbe probe, EventContext context, ref FieldValue value) =>
        Find(context) is { } info && TryFindLabel(info.Labels, probe.Key, out var text) && value.Take(text);

    private static bool TakeLabels(FieldProbe probe, EventContext context, ref FieldValue value)
    {
        if (Find(context) is not { } info) return false;
        var mark = context.Scratch.Mark;
        AppendLabels(context.Scratch, info.Labels);
        return value.Take(context.Scratch.Since(mark));
    }
}
