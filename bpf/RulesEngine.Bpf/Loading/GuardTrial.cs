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
    /// <summary>True when the guards refuse; needs the open guard attached and <see cref="ControlPage.Identify"/> done.</summary>
    public static bool Passes(ControlPage control)
    {
        var path = Path.GetTempFileName();
        try
        {
            if (!Libc.TryStat(path, out var device, out var inode))
                return false;
            control.SetTrial(inode, (uint)device);
            using var opened = new DescriptorHandle(Libc.Open(path, 0));
            return opened.IsInvalid && Marshal.GetLastPInvokeError() == AbiLimits.TrialErrno;
        }
        finally
        {
            control.SetTrial(0, 0);
            File.Delete(path);
        }
    }
}
