using RulesEngine.Runtime.State;

namespace RulesEngine.Runtime.Fields.Extraction;

/// <summary>
/// The mounts of the event's container. An argument is an index, or a pattern that Falco searches for as a regular
/// expression: in destinations for <c>container.mount.source</c>, in sources for the others.
/// </summary>
internal static class ContainerMountFields
{
    private enum Part : byte
    {
        Whole,
        Source,
        Destination,
        Mode,
        ReadWrite,
        Propagation,
    }

    public static void Register(Dictionary<string, Extraction> table)
    {
        table["container.mounts"] = TakeAll;
        table["container.mount"] = (probe, context, ref value) => Take(probe, context, Part.Whole, ref value);
        table["container.mount.source"] = (probe, context, ref value) => Take(probe, context, Part.Source, ref value);
        table["container.mount.dest"] = (probe, context, ref value) => Take(probe, context, Part.Destination, ref value);
        table["container.mount.mode"] = (probe, context, ref value) => Take(probe, context, Part.Mode, ref value);
        table["container.mount.rdwr"] = (probe, context, ref value) => Take(probe, context, Part.ReadWrite, ref value);
        table["container.mount.propagation"] = (probe, context, ref value) =>
            Take(probe, context, Part.Propagation, ref value);
    }

    private static bool TakeAll(FieldProbe probe, EventContext context, ref FieldValue value)
    {
        if (ContainerFields.Find(context) is not { } info) return false;
        var mark = context.Scratch.Mark;
        for (var i = 0; i < info.Mounts.Count; i++)
        {
            if (i > 0) context.Scratch.Append((byte)',');
            Append(context.Scratch, info.Mounts[i], Part.Whole);
        }

        return value.Take(context.Scratch.Since(mark));
    }

    private static bool Take(FieldProbe probe, EventContext context, Part part, ref FieldValue value)
    {
        if (ContainerFields.Find(context) is not { } info) return false;
        if (FindMount(probe, info, part) is not { } mount) return false;
        var mark = context.Scratch.Mark;
        Append(context.Scratch, mount, part);
        return value.Take(context.Scratch.Since(mark));
    }

    private static ContainerMount? FindMount(FieldProbe probe, ContainerInfo info, Part part)
    {
        if (probe.Pattern is not { } pattern)
            return (ulong)probe.Index < (ulong)info.Mounts.Count ? info.Mounts[(int)probe.Index] : null;
        for (var i = 0; i < info.Mounts.Count; i++)
        {
            var mount = info.Mounts[i];
            if (pattern.IsMatch(part == Part.Source ? mount.Destination : mount.Source)) return mount;
        }

        return null;
    }

    private static void Append(ScratchArena output, ContainerMount mount, Part part)
    {
        switch (part)
        {
            case Part.Source:
                output.Append(mount.Source);
                break;
            case Part.Destination:
                output.Append(mount.Destination);
                break;
            case Part.Mode:
                output.Append(mount.Mode);
                break;
            case Part.ReadWrite:
                output.Append(mount.ReadWrite ? "true"u8 : "false"u8);
                break;
            case Part.Propagation:
                output.Append(mount.Propagation);
                break;
            case Part.Whole:
                output.Append(mount.Source);
                output.Append((byte)':');
                output.Append(mount.Destination);
                output.Append((byte)':');
                output.Append(mount.Mode);
                output.Append(mount.ReadWrite ? ":true:"u8 : ":false:"u8);
                output.Append(mount.Propagation);
                break;
        }
    }
}
