using System.Runtime.InteropServices;
using RulesEngine.Bpf.Abi;
using RulesEngine.Bpf.Interop;

namespace RulesEngine.Bpf.Loading;

/// <summary>
/// Proves that the guards are in force: an LSM program attaches without an error, and without an effect, where
/// <c>bpf</c> is not an active security module. So the engine has one open of its own refused, and looks.
/// </summary>
internal static class GuardTrial
{
    /// <summary>A file that is there, since the programs were loaded with it, and has one number for stat and kernel.</summary>
    private const string Subject = "/sys/kernel/btf/vmlinux";

    /// <summary>True when the guards refuse; needs the open guard attached and <see cref="ControlPage.Identify"/> done.</summary>
    public static bool Passes(ControlPage control)
    {
        if (!Libc.TryStat(Subject, out var device, out var inode))
            return false;
        try
        {
            control.SetTrial(inode, (uint)device);
            using var opened = new DescriptorHandle(Libc.Open(Subject, 0));
            return opened.IsInvalid && Marshal.GetLastPInvokeError() == AbiLimits.TrialErrno;
        }
        finally
        {
            control.SetTrial(0, 0);
        }
    }
}
