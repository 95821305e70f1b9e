using System.Runtime.InteropServices;
using RulesEngine.Bpf.Interop;

namespace RulesEngine.Bpf.Loading;

/// <summary>An object file that is open: its programs and maps before and after the load.</summary>
internal sealed class BpfObject : IDisposable
{
    private readonly BpfObjectHandle _handle;

    private BpfObject(BpfObjectHandle handle) => _handle = handle;

    public static BpfObject? Open(string path, out KernelRefusal? refusal)
    {
        var errno = 0;
        var handle = LibbpfLog.Collect(
            () =>
            {
                var opened = LibbpfObject.Open(path, 0);
                errno = Marshal.GetLastPInvokeError();
                return opened;
            },
            out var log);
        refusal = null;
        if (!handle.IsInvalid)
            return new BpfObject(handle);
        refusal = new KernelRefusal("BPF object file", $"opening {path}", errno, "Install the object beside the executable.")
        {
            Log = [.. LibbpfLog.Meaningful(log, 2)],
            FullLog = log,
        };
        return null;
    }

    /// <summary>
    /// Chooses the programs that will be loaded: these and no others, but for the ends of system calls that the kernel does
    /// not have. Returns those chosen.
    /// </summary>
    public IReadOnlyList<ProgramSpec> Select(IEnumerable<ProgramSpec> programs)
    {
        var wanted = programs.ToDictionary(program => program.Name);
        var chosen = new List<ProgramSpec>();
        foreach (var (program, name, section) in Programs())
        {
            var isChosen = wanted.TryGetValue(name, out var spec) && KernelFunctions.Has(section);
            _ = LibbpfObject.SetAutoload(program, isChosen);
            if (isChosen)
                chosen.Add(spec!);
        }
        return chosen;
    }

    /// <summary>The names of all programs in the file.</summary>
    public IReadOnlyList<string> ProgramNames() => [.. Programs().Select(program => program.Name)];

    private IEnumerable<(nint Program, string Name, string Section)> Programs()
    {
        for (var program = LibbpfObject.NextProgram(_handle, 0); program != 0; program = LibbpfObject.NextProgram(_handle, program))
        {
            yield return (
                program,
                Marshal.PtrToStringUTF8(LibbpfObject.ProgramName(program))!,
                Marshal.PtrToStringUTF8(LibbpfObject.SectionName(program))!);
        }
    }

    public IEnumerable<BpfMap> Maps()
    {
        for (var map = LibbpfObject.NextMap(_handle, 0); map != 0; map = LibbpfObject.NextMap(_handle, map))
            yield return new BpfMap(map);
    }

    /// <summary>Loads maps and selected programs. Null, or what the verifier said.</summary>
    public KernelRefusal? Load()
    {
        var result = LibbpfLog.Collect(() => Libc.WithSignalsBlocked(() => LibbpfObject.Load(_handle)), out var log);
        return result == 0
            ? null
            : new KernelRefusal("loading BPF programs", "bpf_object__load", -result, "Report the full log with the kernel's version.")
            {
                Log = [.. LibbpfLog.Meaningful(log, 2)],
                FullLog = log,
            };
    }

    /// <summary>Attaches one program of those selected.</summary>
    public ProgramHandle? Attach(ProgramSpec spec, out KernelRefusal? refusal)
    {
        var errno = 0;
        var link = LibbpfLog.Collect(
            () => Libc.WithSignalsBlocked(() =>
            {
                var attached = LibbpfObject.Attach(LibbpfObject.FindProgram(_handle, spec.Name));
                errno = Marshal.GetLastPInvokeError();
                return attached;
            }),
            out var log);
        refusal = null;
        if (!link.IsInvalid)
            return new ProgramHandle(spec, link);
        refusal = new KernelRefusal($"attaching {spec.Name}", "bpf_program__attach", errno, "See `plan` for the rules that need it.")
        {
            Log = [.. LibbpfLog.Meaningful(log, 2)],
            FullLog = log,
        };
        return null;
    }

    public void Dispose() => _handle.Dispose();
}

/// <summary>A map of an object; valid as long as the object is.</summary>
internal readonly struct BpfMap(nint map)
{
    private readonly nint _map = map;

    public string Name => Marshal.PtrToStringUTF8(LibbpfObject.MapName(_map))!;

    public int SetMaxEntries(int entries) => -LibbpfObject.SetMaxEntries(_map, (uint)entries);

    public int Reuse(DescriptorHandle descriptor) => -LibbpfObject.ReuseDescriptor(_map, descriptor);

    public DescriptorHandle Duplicate() => LibbpfMap.Own(LibbpfObject.MapDescriptor(_map));
}
