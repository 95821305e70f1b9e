namespace RulesEngine.Runtime.State;

/// <summary>
/// Reads the control groups of a process and gives subsystems the names that fields use: drivers and kernels call some
/// of them differently.
/// </summary>
internal static class CGroupNames
{
    /// <summary>The <c>subsystem=path</c> entries, subsystems renamed. An entry without <c>=</c> ends the list.</summary>
    public static ByteStrings From(ReadOnlySpan<byte> bytes)
    {
        if (!NeedsRenaming(bytes)) return ByteStrings.From(bytes);
        var renamed = new List<byte>(bytes.Length + 32);
        foreach (var entry in ByteStrings.From(bytes))
        {
            var equals = entry.LastIndexOf((byte)'=');
            if (equals < 0) break;
            renamed.AddRange(Rename(entry[..equals]));
            renamed.AddRange(entry[equals..]);
            renamed.Add(0);
        }
        return ByteStrings.From(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(renamed));
    }

    private static bool NeedsRenaming(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var nul = bytes.IndexOf((byte)0);
            var entry = nul < 0 ? bytes : bytes[..nul];
            var equals = entry.LastIndexOf((byte)'=');
            if (equals < 0 || !Rename(entry[..equals]).SequenceEqual(entry[..equals])) return true;
            if (nul < 0) return false;
            bytes = bytes[(nul + 1)..];
        }
        return false;
    }

    private static ReadOnlySpan<byte> Rename(ReadOnlySpan<byte> subsystem)
    {
        if (subsystem.EndsWith("_cgroup"u8)) subsystem = subsystem[..^"_cgroup".Length];
        if (subsystem.SequenceEqual("perf"u8)) return "perf_event"u8;
        if (subsystem.SequenceEqual("mem"u8)) return "memory"u8;
        return subsystem.SequenceEqual("io"u8) ? "blkio"u8 : subsystem;
    }
}
