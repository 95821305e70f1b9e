using RulesEngine.Runtime.State;

namespace RulesEngine.Runtime.Fields.Extraction;

/// <summary>
/// The pod of the event's container, read from the labels that kubelet puts on containers. The fields of other
/// Kubernetes objects are deprecated in Falco and never have a value.
/// </summary>
internal static class PodFields
{
    private const int ShortIdLength = 12;

    public static void Register(Dictionary<string, Extraction> table)
    {
        Label(table, "k8s.pod.name", "io.kubernetes.pod.name"u8);
        Label(table, "k8s.ns.name", "io.kubernetes.pod.namespace"u8);
        Label(table, "k8s.pod.uid", "io.kubernetes.pod.uid"u8);
        Label(table, "k8s.pod.id", "io.kubernetes.pod.uid"u8);
        table["k8s.pod.full_sandbox_id"] = (_, context, ref value) =>
            ContainerFields.Find(context) is { } info && value.Take(info.PodSandboxId);
        table["k8s.pod.sandbox_id"] = (_, context, ref value) =>
            ContainerFields.Find(context) is { } info && value.Take(ShortSandboxId(info));
        table["k8s.pod.ip"] = (_, context, ref value) =>
            ContainerFields.Find(context) is { } info && DescriptionOfPod(context, info) is { } pod && value.Take(pod.Ip);
        table["k8s.pod.cni.json"] = (_, context, ref value) => ContainerFields.Find(context) is { } info
            && DescriptionOfPod(context, info) is { } pod && value.Take(pod.CniJson);
        table["k8s.pod.label"] = TakeLabel;
        table["k8s.pod.labels"] = TakeLabels;
        foreach (var kind in new[] { "rc", "svc", "rs", "deployment" })
        {
            table[$"k8s.{kind}.name"] = StaticFields.Nothing;
            table[$"k8s.{kind}.id"] = StaticFields.Nothing;
            table[$"k8s.{kind}.label"] = StaticFields.Nothing;
            table[$"k8s.{kind}.labels"] = StaticFields.Nothing;
        }

        table["k8s.ns.id"] = StaticFields.Nothing;
        table["k8s.ns.label"] = StaticFields.Nothing;
        table["k8s.ns.labels"] = StaticFields.Nothing;
    }

    private static void Label(Dictionary<string, Extraction> table, string field, ReadOnlySpan<byte> label)
    {
        var name = label.ToArray();
        table[field] = (_, context, ref value) => ContainerFields.Find(context) is { } info
            && ContainerFields.TryFindLabel(info.Labels, name, out var text) && value.Take(text);
    }

    /// <summary>
    /// Who describes the pod: the container itself where it tells its network, else the container of the pod's sandbox.
    /// Null if that is not known. A container without a pod has the host for its sandbox.
    /// </summary>
    private static ContainerInfo? DescriptionOfPod(EventContext context, ContainerInfo info) => info.CniJson.Length > 0
        ? info
        : context.State.Containers.Find(ShortSandboxId(info));

    private static ReadOnlySpan<byte> ShortSandboxId(ContainerInfo info) =>
        info.PodSandboxId.AsSpan(0, Math.Min(info.PodSandboxId.Length, ShortIdLength));

    private static bool TakeLabel(FieldProbe probe, EventContext context, ref FieldValue value)
    {
        if (ContainerFields.Find(context) is not { } info) return false;
        var isFound = (DescriptionOfPod(context, info) is { } pod
                && ContainerFields.TryFindLabel(pod.PodSandboxLabels, probe.Key, out var text))
            || ContainerFields.TryFindLabel(info.PodSandboxLabels, probe.Key, out text);
        return isFound && value.Take(text);
    }

    private static bool TakeLabels(FieldProbe probe, EventContext context, ref FieldValue value)
    {
        if (ContainerFields.Find(context) is not { } info) return false;
        var mark = context.Scratch.Mark;
        ContainerFields.AppendLabels(context.Scratch, (DescriptionOfPod(context, info) ?? info).PodSandboxLabels);
        return value.Take(context.Scratch.Since(mark));
    }
}
