using System.Buffers.Binary;
using System.Security.Cryptography;
using RulesEngine.Bpf.Abi;
using RulesEngine.Bpf.Features;
using RulesEngine.Bpf.Interop;
using RulesEngine.Runtime.Matching;

namespace RulesEngine.Bpf.Loading;

/// <summary>What is in the kernel for us: maps, shared page, attached programs, and whether they were there before us.</summary>
internal sealed class LoadedPrograms(MapSet maps, ControlPage control, AttachForm form, bool adopted) : IDisposable
{
    public MapSet Maps { get; } = maps;

    public ControlPage Control { get; } = control;

    /// <summary>The form of the guards.</summary>
    public AttachForm Form { get; } = form;

    /// <summary>Whether they are those of an engine before us.</summary>
    public bool Adopted { get; } = adopted;

    public List<ProgramHandle> Programs { get; } = [];

    public void Dispose()
    {
        foreach (var program in Programs)
            program.Dispose();
        Control.Dispose();
        Maps.Dispose();
    }
}

/// <summary>
/// Brings the programs into the kernel: adopts what an engine before us pinned, if it came from the same object file, and
/// otherwise loads anew beside it. Knows nothing of rules; after it, a policy has to be put in force.
/// </summary>
internal sealed class Loader(KernelGuardOptions options, PinFolder pins)
{
    /// <summary>Adopts or loads, with the programs that are needed.</summary>
    public LoadedPrograms? Start(GuardedOperations operations, WatchedEvents watched, KernelFeatures features, out KernelRefusal? refusal)
    {
        if (!TryHash(out var hash, out refusal))
            return null;
        refusal = LivingEngine();
        if (refusal is not null)
            return null;
        if (Adopt(hash) is { } adopted)
        {
            adopted.Control.Identify(hash);
            refusal = Extend(adopted, operations, watched);
            if (refusal is null)
                return adopted;
            adopted.Dispose();
            return null;
        }

        var forms = options.Form is { } form ? [form] : features.HasBpfLsm ? new[] { AttachForm.Lsm, AttachForm.FmodRet } : [AttachForm.FmodRet];
        foreach (var candidate in forms)
        {
            if (Load(candidate, operations, watched, hash, out refusal) is { } loaded)
                return loaded;
        }

        return null;
    }

    /// <summary>Loads the needed programs that are not attached yet, into the same maps, and detaches those not needed.</summary>
    public KernelRefusal? Extend(LoadedPrograms loaded, GuardedOperations operations, WatchedEvents watched)
    {
        var needed = ProgramSpec.Needed(operations, watched.Codes, loaded.Form);
        var absent = needed.Where(spec => loaded.Programs.All(program => program.Spec.Name != spec.Name)).ToArray();
        if (absent.Length > 0)
        {
            using var bpfObject = BpfObject.Open(options.ObjectPath, out var refusal);
            if (bpfObject is null)
                return refusal;
            var present = bpfObject.Select(absent);
            foreach (var map in bpfObject.Maps().Where(map => MapSet.Names.Contains(map.Name)))
                _ = map.Reuse(loaded.Maps[map.Name]);
            refusal = bpfObject.Load() ?? Attach(bpfObject, present, loaded);
            if (refusal is not null)
                return refusal;
        }

        loaded.Control.SetWatched(needed.Aggregate(ReFamily.None, (all, spec) => all | spec.Outcome), watched.Skipped);
        foreach (var program in loaded.Programs.Where(program => !needed.Contains(program.Spec)).ToArray())
        {
            loaded.Programs.Remove(program);
            program.Dispose();
            if (pins.Exists)
                File.Delete(pins.LinkPath(program.Spec.Name));
        }

        return null;
    }

    /// <summary>Pins everything that is not pinned yet; what an older engine left is removed first.</summary>
    public KernelRefusal? Pin(LoadedPrograms loaded)
    {
        if (!loaded.Adopted && pins.Exists)
            pins.Remove();
        if (pins.Create() is { } refusal)
            return refusal;
        foreach (var name in MapSet.Names)
        {
            if (!File.Exists(pins.MapPath(name)) && LibbpfMap.Pin(loaded.Maps[name], pins.MapPath(name)) is > 0 and var errno)
                return Unpinned(name, errno);
        }

        return PinLinks(loaded);
    }

    /// <summary>Pins the links that are not pinned yet.</summary>
    public KernelRefusal? PinLinks(LoadedPrograms loaded)
    {
        foreach (var program in loaded.Programs)
        {
            var path = pins.LinkPath(program.Spec.Name);
            if (!File.Exists(path) && program.Pin(path) is > 0 and var errno)
                return Unpinned(program.Spec.Name, errno);
        }

        return null;
    }

    /// <summary>Two engines would write over each other.</summary>
    private KernelRefusal? LivingEngine()
    {
        using var map = LibbpfMap.Pinned(pins.MapPath("re_controls"));
        if (map.IsInvalid)
            return null;
        using var control = ControlPage.Open(map);
        return control?.LivingEngine() is > 0 and var process
            ? new KernelRefusal("the guards for ourselves", $"process {process} owns {pins.Root}", 0, "End the other engine first.")
            : null;
    }

    private static KernelRefusal Unpinned(string name, int errno) =>
        new("pinning", name, errno, "Free the folder in the BPF file system.");

    private LoadedPrograms? Adopt(ulong hash)
    {
        if (MapSet.Open(pins) is not { } maps)
            return null;
        var control = ControlPage.Open(maps[ControlPage.MapName]);
        var names = pins.LinkNames().ToArray();
        // The guards tell in which form they work here; without any that has to be tried anew.
        var guards = ProgramSpec.All.Where(spec => spec.Form != AttachForm.Watch && names.Contains(spec.Name)).ToArray();
        if (control is null || !control.IsFor(hash) || guards.Length == 0)
        {
            control?.Dispose();
            maps.Dispose();
            return null;
        }

        var form = guards[0].Form;
        var loaded = new LoadedPrograms(maps, control, form, adopted: true);
        foreach (var spec in ProgramSpec.All.Where(spec => names.Contains(spec.Name)))
        {
            var link = LibbpfLink.Open(pins.LinkPath(spec.Name));
            if (!link.IsInvalid)
                loaded.Programs.Add(new ProgramHandle(spec, link));
        }

        return loaded;
    }

    private LoadedPrograms? Load(
        AttachForm form, GuardedOperations operations, WatchedEvents watched, ulong hash, out KernelRefusal? refusal)
    {
        using var bpfObject = BpfObject.Open(options.ObjectPath, out refusal);
        if (bpfObject is null)
            return null;
        // The trial needs the guard of opens, whether or not a rule does.
        var tried = bpfObject.Select(ProgramSpec.Needed(operations | GuardedOperations.Open, watched.Codes, form));
        var scratches = LibbpfObject.PossibleCpus() * AbiLimits.ScratchesPerCpu;
        foreach (var map in bpfObject.Maps().Where(map => map.Name is "re_scratches" or "re_claims"))
            _ = map.SetMaxEntries(scratches);
        foreach (var map in bpfObject.Maps().Where(map => map.Name == "re_events"))
            _ = map.SetMaxEntries(options.RingBytes);
        refusal = bpfObject.Load();
        if (refusal is not null)
            return null;

        var maps = MapSet.Of(bpfObject);
        if (ControlPage.Open(maps[ControlPage.MapName]) is not { } control)
        {
            maps.Dispose();
            refusal = new KernelRefusal("shared memory with the kernel", "mmap of re_controls", 0, "Use a kernel of 5.5 or later.");
            return null;
        }

        var loaded = new LoadedPrograms(maps, control, form, adopted: false);
        control.Identify(hash);
        refusal = Attach(bpfObject, tried, loaded);
        if (refusal is null && !GuardTrial.Passes(control))
        {
            refusal = new KernelRefusal(
                "refusing operations", $"an open of our own, with {form} programs attached", 0,
                "The guards attach but take no effect: add bpf to the lsm= list of the kernel command line.");
        }

        refusal ??= Extend(loaded, operations, watched);
        if (refusal is null)
            return loaded;
        loaded.Dispose();
        return null;
    }

    private static KernelRefusal? Attach(BpfObject bpfObject, IEnumerable<ProgramSpec> specs, LoadedPrograms loaded)
    {
        foreach (var spec in specs)
        {
            if (bpfObject.Attach(spec, out var refusal) is not { } program)
                return refusal;
            loaded.Programs.Add(program);
        }

        return null;
    }

    private bool TryHash(out ulong hash, out KernelRefusal? refusal)
    {
        hash = 0;
        refusal = null;
        try
        {
            hash = BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(File.ReadAllBytes(options.ObjectPath)));
            if (AbiLayout.Compare(options.ObjectPath) is not [var first, ..] differences)
                return true;
            refusal = new KernelRefusal("BPF object file", first, 0, "Executable and object are of different builds: install both together.")
            {
                Log = [.. differences],
            };
            return false;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            refusal = new KernelRefusal(
                "BPF object file", $"reading {options.ObjectPath}: {error.Message}", 0, "Install the object beside the executable.");
            return false;
        }
    }
}
