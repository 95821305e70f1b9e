using System.Runtime.InteropServices;

namespace RulesEngine.Bpf.Interop;

/// <summary>Elements of maps, by descriptor. Each call returns 0 or a positive errno.</summary>
internal static partial class LibbpfMap
{
    [LibraryImport(LibbpfObject.Library, EntryPoint = "bpf_map_update_elem")]
    private static unsafe partial int Update(int descriptor, byte* key, byte* value, ulong flags);

    [LibraryImport(LibbpfObject.Library, EntryPoint = "bpf_map_lookup_elem")]
    private static unsafe partial int Lookup(int descriptor, byte* key, byte* value);

    [LibraryImport(LibbpfObject.Library, EntryPoint = "bpf_map_delete_elem")]
    private static unsafe partial int Delete(int descriptor, byte* key);

    [LibraryImport(LibbpfObject.Library, EntryPoint = "bpf_map_get_next_key")]
    private static unsafe partial int NextKey(int descriptor, byte* key, byte* next);

    [LibraryImport(LibbpfObject.Library, EntryPoint = "bpf_obj_get", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Get(string path);

    [LibraryImport(LibbpfObject.Library, EntryPoint = "bpf_obj_pin", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Pin(int descriptor, string path);

    [LibraryImport("libc.so.6", EntryPoint = "dup", SetLastError = true)]
    private static partial int Duplicate(int descriptor);

    /// <summary>The map or link pinned at a path; an invalid handle where there is none.</summary>
    internal static DescriptorHandle Pinned(string path) => new(Get(path));

    /// <summary>A descriptor that outlives the object it comes from.</summary>
    internal static DescriptorHandle Own(int descriptor) => new(Duplicate(descriptor));

    /// <summary>A second descriptor of the same map.</summary>
    internal static DescriptorHandle Duplicate(DescriptorHandle map)
    {
        using var use = new Use(map);
        return Own(use.Descriptor);
    }

    /// <summary>Pins a map under a path.</summary>
    internal static int Pin(DescriptorHandle map, string path)
    {
        using var use = new Use(map);
        return -Pin(use.Descriptor, path);
    }

    // The spans are pinned for the call, and the caller gives keys and values of the map's sizes.
    internal static unsafe int Update(DescriptorHandle map, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        using var use = new Use(map);
        fixed (byte* k = key, v = value)
            return -Update(use.Descriptor, k, v, 0);
    }

    internal static unsafe int Lookup(DescriptorHandle map, ReadOnlySpan<byte> key, Span<byte> value)
    {
        using var use = new Use(map);
        fixed (byte* k = key, v = value)
            return -Lookup(use.Descriptor, k, v);
    }

    internal static unsafe int Delete(DescriptorHandle map, ReadOnlySpan<byte> key)
    {
        using var use = new Use(map);
        fixed (byte* k = key)
            return -Delete(use.Descriptor, k);
    }

    /// <summary>The key after this one, or the first where the key is empty.</summary>
    internal static unsafe int NextKey(DescriptorHandle map, ReadOnlySpan<byte> key, Span<byte> next)
    {
        using var use = new Use(map);
        fixed (byte* k = key, n = next)
            return -NextKey(use.Descriptor, key.IsEmpty ? null : k, n);
    }

    /// <summary>Keeps a descriptor from being closed during a call.</summary>
    private readonly ref struct Use
    {
        private readonly DescriptorHandle _handle;

        public Use(DescriptorHandle handle)
        {
            var added = false;
            handle.DangerousAddRef(ref added);
            _handle = handle;
        }

        public int Descriptor => (int)_handle.DangerousGetHandle();

        public void Dispose() => _handle.DangerousRelease();
    }
}
