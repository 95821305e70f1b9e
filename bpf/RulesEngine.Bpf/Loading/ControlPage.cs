using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using RulesEngine.Bpf.Abi;
using RulesEngine.Bpf.Interop;

namespace RulesEngine.Bpf.Loading;

/// <summary>
/// The one structure that both sides share, mapped: writing a word of it is what flips a generation. Words are written
/// whole, so a program sees the old or the new one.
/// </summary>
internal sealed class ControlPage : IDisposable
{
    /// <summary>The map that is shared.</summary>
    public const string MapName = "re_controls";

    private readonly MappingHandle _mapping;

    private ControlPage(MappingHandle mapping) => _mapping = mapping;

    public static ControlPage? Open(DescriptorHandle map)
    {
        var mapping = MappingHandle.Map(map, Unsafe.SizeOf<ReControl>());
        return mapping.IsInvalid ? null : new ControlPage(mapping);
    }

    private ref ReControl Control => ref MemoryMarshal.AsRef<ReControl>(_mapping.Bytes);

    /// <summary>The generation in force, 0 or 1.</summary>
    public int Generation => (int)(Volatile.Read(ref Control.Generation) & 1);

    public bool IsEnforcing => Volatile.Read(ref Control.Enforcing) != 0;

    /// <summary>Whether it was written by this version for this object.</summary>
    public bool IsFor(ulong objectHash) => Control.AbiVersion == AbiLimits.Version && Control.ObjectHash == objectHash;

    /// <summary>The process number of an engine that wrote here and still lives; 0 if there is none.</summary>
    public int LivingEngine() =>
        Control.EngineTgid != 0 && Control.EngineTgid != (uint)Environment.ProcessId
            && BootClock.StartTicks((int)Control.EngineTgid) == Control.EngineStart
            ? (int)Control.EngineTgid
            : 0;

    /// <summary>Says who we are; the policy in force is not touched.</summary>
    public void Identify(ulong objectHash)
    {
        Control.AbiVersion = AbiLimits.Version;
        Control.ObjectHash = objectHash;
        Volatile.Write(ref Control.BootEpochNs, BootClock.EpochNs());
        Volatile.Write(ref Control.EngineStart, BootClock.OwnStartTicks());
        Volatile.Write(ref Control.EngineTgid, (uint)Environment.ProcessId);
    }

    /// <summary>Puts a generation in force whose maps are complete.</summary>
    public void Flip(int generation)
    {
        Volatile.Write(ref Control.Generation, (uint)generation);
        Volatile.Write(ref Control.Enforcing, 1);
    }

    /// <summary>Ends all refusing at once: detaching a program may take the kernel a while.</summary>
    public void StandDown() => Volatile.Write(ref Control.Enforcing, 0);

    /// <summary>Which outcomes are watched, so that guards leave marks for the watchers, and what makes no record.</summary>
    public void SetWatched(ReFamily families, ReSkip skipped)
    {
        Volatile.Write(ref Control.Watched, (uint)families);
        Volatile.Write(ref Control.Skipped, (uint)skipped);
    }

    /// <summary>Whose open, by us, the guards are to refuse; 0 ends the trial.</summary>
    public void SetTrial(ulong inode, uint device)
    {
        Volatile.Write(ref Control.TrialDevice, device);
        Volatile.Write(ref Control.TrialInode, inode);
    }

    /// <summary>A restarted or departed engine is nobody to spare.</summary>
    public void Leave() => Volatile.Write(ref Control.EngineTgid, 0);

    public void Dispose() => _mapping.Dispose();
}
