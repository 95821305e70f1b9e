using System.Runtime.InteropServices;

namespace RulesEngine.Bpf.Interop;

/// <summary>Objects, their programs and their maps. Programs and maps are named by pointers that die with the object.</summary>
internal static partial class LibbpfObject
{
    internal const string Library = "libbpf.so.1";

    [LibraryImport(Library, EntryPoint = "bpf_object__open_file", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial BpfObjectHandle Open(string path, nint options);

    [LibraryImport(Library, EntryPoint = "bpf_object__load")]
    internal static partial int Load(BpfObjectHandle bpfObject);

    [LibraryImport(Library, EntryPoint = "bpf_object__close")]
    internal static partial void Close(nint bpfObject);

    [LibraryImport(Library, EntryPoint = "bpf_object__find_program_by_name", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint FindProgram(BpfObjectHandle bpfObject, string name);

    [LibraryImport(Library, EntryPoint = "bpf_object__next_program")]
    internal static partial nint NextProgram(BpfObjectHandle bpfObject, nint previous);

    [LibraryImport(Library, EntryPoint = "bpf_program__name")]
    internal static partial nint ProgramName(nint program);

    [LibraryImport(Library, EntryPoint = "bpf_program__section_name")]
    internal static partial nint SectionName(nint program);

    [LibraryImport(Library, EntryPoint = "bpf_program__set_autoload")]
    internal static partial int SetAutoload(nint program, [MarshalAs(UnmanagedType.U1)] bool autoload);

    [LibraryImport(Library, EntryPoint = "bpf_program__fd")]
    internal static partial int ProgramDescriptor(nint program);

    [LibraryImport(Library, EntryPoint = "bpf_program__attach", SetLastError = true)]
    internal static partial BpfLinkHandle Attach(nint program);

    [LibraryImport(Library, EntryPoint = "bpf_object__next_map")]
    internal static partial nint NextMap(BpfObjectHandle bpfObject, nint previous);

    [LibraryImport(Library, EntryPoint = "bpf_map__name")]
    internal static partial nint MapName(nint map);

    [LibraryImport(Library, EntryPoint = "bpf_map__fd")]
    internal static partial int MapDescriptor(nint map);

    [LibraryImport(Library, EntryPoint = "bpf_map__set_max_entries")]
    internal static partial int SetMaxEntries(nint map, uint entries);

    [LibraryImport(Library, EntryPoint = "bpf_map__reuse_fd")]
    internal static partial int ReuseDescriptor(nint map, DescriptorHandle descriptor);

    [LibraryImport(Library, EntryPoint = "libbpf_num_possible_cpus")]
    internal static partial int PossibleCpus();

    [LibraryImport(Library, EntryPoint = "libbpf_probe_bpf_map_type")]
    internal static partial int ProbeMapType(int type, nint options);

    [LibraryImport(Library, EntryPoint = "libbpf_probe_bpf_prog_type")]
    internal static partial int ProbeProgramType(int type, nint options);
}

/// <summary>Links: what attaches a program and can be pinned, so that it outlives us.</summary>
internal static partial class LibbpfLink
{
    [LibraryImport(LibbpfObject.Library, EntryPoint = "bpf_link__destroy")]
    internal static partial int Destroy(nint link);

    [LibraryImport(LibbpfObject.Library, EntryPoint = "bpf_link__pin", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Pin(BpfLinkHandle link, string path);

    [LibraryImport(LibbpfObject.Library, EntryPoint = "bpf_link__open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial BpfLinkHandle Open(string path);
}

/// <summary>Ring buffers.</summary>
internal static partial class LibbpfRing
{
    [LibraryImport(LibbpfObject.Library, EntryPoint = "ring_buffer__new", SetLastError = true)]
    internal static unsafe partial RingBufferHandle New(
        DescriptorHandle map, delegate* unmanaged[Cdecl]<void*, void*, nuint, int> callback, nint context, nint options);

    [LibraryImport(LibbpfObject.Library, EntryPoint = "ring_buffer__poll")]
    internal static partial int Poll(RingBufferHandle ring, int timeoutMs);

    [LibraryImport(LibbpfObject.Library, EntryPoint = "ring_buffer__consume")]
    internal static partial int Consume(RingBufferHandle ring);

    [LibraryImport(LibbpfObject.Library, EntryPoint = "ring_buffer__free")]
    internal static partial void Free(nint ring);
}
