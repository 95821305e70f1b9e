using System.Collections.Immutable;
using RulesEngine.Bpf.Interop;

namespace RulesEngine.Bpf.Features;

/// <summary>
/// What the running kernel offers, found out by trying and never by its version. Each missing feature comes as a
/// <see cref="KernelRefusal"/>; whether an attached program really refuses anything is not decided here but by the trial
/// of <see cref="Loading.GuardTrial"/>.
/// </summary>
/// <param name="LsmNames">The active security modules, in their order.</param>
/// <param name="Missing">What is missing, in the order in which it would stop a start; empty when guards can be loaded.</param>
public sealed record KernelFeatures(ImmutableArray<string> LsmNames, ImmutableArray<KernelRefusal> Missing)
{
    private const string BtfPath = "/sys/kernel/btf/vmlinux";
    private const string LsmPath = "/sys/kernel/security/lsm";
    private const int RingBufferMap = 27;
    private const int LpmTrieMap = 11;
    private const int TracingProgram = 26;
    private const int Enosys = 38;
    private const int Eperm = 1;

    /// <summary>Whether <c>bpf</c> is among the active security modules: only then do LSM programs take effect.</summary>
    public bool HasBpfLsm => LsmNames.Contains("bpf");

    /// <summary>Looks, and loads a few programs of two instructions.</summary>
    public static KernelFeatures Probe()
    {
        var missing = ImmutableArray.CreateBuilder<KernelRefusal>();
        if (!Environment.IsPrivilegedProcess)
        {
            missing.Add(new KernelRefusal(
                "administrator rights", "effective user id", Eperm, "Run as root (CAP_BPF, CAP_PERFMON and CAP_SYS_ADMIN)."));
        }

        if (!File.Exists(BtfPath))
        {
            missing.Add(new KernelRefusal(
                "type information of the kernel (BTF)", BtfPath, Enosys, "Use a kernel with CONFIG_DEBUG_INFO_BTF (5.10 or later)."));
        }

        ProbeMap(missing, RingBufferMap, "ring buffer", "Use a kernel of 5.8 or later.");
        ProbeMap(missing, LpmTrieMap, "longest-prefix map", "Use a kernel with CONFIG_BPF_SYSCALL.");
        var tracing = LibbpfObject.ProbeProgramType(TracingProgram, 0);
        if (tracing < 0)
        {
            missing.Add(new KernelRefusal(
                "tracing programs", "loading an empty fentry program", -tracing, "Use a kernel with CONFIG_BPF_JIT and CONFIG_FTRACE."));
        }

        return new KernelFeatures(ReadLsmNames(), missing.ToImmutable());
    }

    private static void ProbeMap(ImmutableArray<KernelRefusal>.Builder missing, int type, string name, string remedy)
    {
        var result = LibbpfObject.ProbeMapType(type, 0);
        if (result <= 0)
            missing.Add(new KernelRefusal(name, $"creating a map of type {type}", result < 0 ? -result : Enosys, remedy));
    }

    private static ImmutableArray<string> ReadLsmNames()
    {
        try
        {
            return [.. File.ReadAllText(LsmPath).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];
        }
        catch (IOException)
        {
            return [];
        }
        catch (UnauthorizedAccessException)
        {
            return [];
        }
    }
}
