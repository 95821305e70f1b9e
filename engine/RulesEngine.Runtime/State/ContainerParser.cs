using System.Text;
using System.Text.Json;

namespace RulesEngine.Runtime.State;

/// <summary>Reads the JSON object with which container events describe a container.</summary>
internal static class ContainerParser
{
    private static readonly string[] ProbeNames = ["Healthcheck", "LivenessProbe", "ReadinessProbe"];

    private static readonly string[] TypeNames =
        ["docker", "lxc", "libvirt-lxc", "mesos", "rkt", "", "cri", "containerd", "cri-o", "bpm", "", "podman"];

    /// <summary>The description, or null if the text is no JSON of the expected shape.</summary>
    public static ContainerInfo? Parse(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 64 });
        try
        {
            if (!JsonDocument.TryParseValue(ref reader, out var document)) return null;
            using (document)
            {
                return document.RootElement.ValueKind == JsonValueKind.Object
                    && document.RootElement.TryGetProperty("container"u8, out var container)
                    && container.ValueKind == JsonValueKind.Object
                        ? Read(container) with { Json = json.ToArray() }
                        : null;
            }
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // The second is what a string says that is not UTF-8.
            return null;
        }
    }

    private static ContainerInfo Read(JsonElement container) => new()
    {
        Id = Text(container, "id"u8),
        FullId = Text(container, "full_id"u8),
        Name = Text(container, "name"u8),
        Image = Text(container, "image"u8),
        ImageId = Text(container, "imageid"u8),
        ImageRepository = Text(container, "imagerepo"u8),
        ImageTag = Text(container, "imagetag"u8),
        ImageDigest = Text(container, "imagedigest"u8),
        Type = TypeName(Number(container, "type"u8, -1)),
        Ip = Text(container, "ip"u8),
        CniJson = Text(container, "cni_json"u8),
        PodSandboxId = Text(container, "pod_sandbox_id"u8),
        User = Text(container, "User"u8),
        Privileged = Flag(container, "privileged"u8),
        HostPid = Flag(container, "host_pid"u8),
        HostNetwork = Flag(container, "host_network"u8),
        HostIpc = Flag(container, "host_ipc"u8),
        IsPodSandbox = Flag(container, "is_pod_sandbox"u8),
        CreatedTime = (ulong)Number(container, "created_time"u8, 0),
        Mounts = Mounts(container),
        Probes = Probes(container),
        Labels = Labels(container, "labels"u8),
        PodSandboxLabels = Labels(container, "pod_sandbox_labels"u8),
        Environment = Texts(container, "env"u8),
    };

    internal static byte[] TypeName(long type) =>
        type is >= 0 and var index && index < TypeNames.Length ? Encoding.UTF8.GetBytes(TypeNames[index]) : [];

    private static byte[] Text(JsonElement parent, ReadOnlySpan<byte> name) =>
        parent.TryGetProperty(name, out var value) ? Bytes(value) : [];

    private static byte[] Bytes(JsonElement value) =>
        value.ValueKind == JsonValueKind.String ? Encoding.UTF8.GetBytes(value.GetString()!) : [];

    private static bool Flag(JsonElement parent, ReadOnlySpan<byte> name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;

    private static long Number(JsonElement parent, ReadOnlySpan<byte> name, long otherwise) =>
        parent.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.Number
        && value.TryGetInt64(out var number)
            ? number
            : otherwise;

    private static List<byte[]> Texts(JsonElement parent, ReadOnlySpan<byte> name)
    {
        var texts = new List<byte[]>();
        if (parent.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in list.EnumerateArray()) texts.Add(Bytes(item));
        }
        return texts;
    }

    private static List<ContainerMount> Mounts(JsonElement container)
    {
        var mounts = new List<ContainerMount>();
        if (!container.TryGetProperty("Mounts"u8, out var list) || list.ValueKind != JsonValueKind.Array) return mounts;
        foreach (var mount in list.EnumerateArray())
        {
            if (mount.ValueKind != JsonValueKind.Object) continue;
            mounts.Add(new ContainerMount(
                Text(mount, "Source"u8),
                Text(mount, "Destination"u8),
                Text(mount, "Mode"u8),
                Flag(mount, "RW"u8),
                Text(mount, "Propagation"u8)));
        }
        return mounts;
    }

    private static List<ContainerProbe> Probes(JsonElement container)
    {
        var probes = new List<ContainerProbe>();
        foreach (var name in ProbeNames)
        {
            if (!container.TryGetProperty(name, out var probe) || probe.ValueKind != JsonValueKind.Object) continue;
            probes.Add(new ContainerProbe(
                Encoding.UTF8.GetBytes(name), Text(probe, "exe"u8), [.. Texts(probe, "args"u8)]));
        }
        return probes;
    }

    /// <summary>Sorted by name, as a map keeps them.</summary>
    private static List<KeyValuePair<byte[], byte[]>> Labels(JsonElement container, ReadOnlySpan<byte> name)
    {
        var sorted = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        if (container.TryGetProperty(name, out var labels) && labels.ValueKind == JsonValueKind.Object)
        {
            foreach (var label in labels.EnumerateObject()) sorted[label.Name] = Bytes(label.Value);
        }
        var list = new List<KeyValuePair<byte[], byte[]>>(sorted.Count);
        foreach (var (key, value) in sorted) list.Add(new(Encoding.UTF8.GetBytes(key), value));
        return list;
    }
}
