using System.Text;
using RulesEngine.Runtime.State;

namespace RulesEngine.Runtime.Fields.Text;

/// <summary>A set of capabilities as the names of its bits, joined by spaces; bits without a name are left out.</summary>
internal static class CapabilityText
{
    private static readonly byte[][] Names =
        [.. """
            CHOWN DAC_OVERRIDE DAC_READ_SEARCH FOWNER FSETID KILL SETGID SETUID SETPCAP LINUX_IMMUTABLE NET_BIND_SERVICE
            NET_BROADCAST NET_ADMIN NET_RAW IPC_LOCK IPC_OWNER SYS_MODULE SYS_RAWIO SYS_CHROOT SYS_PTRACE SYS_PACCT
            SYS_ADMIN SYS_BOOT SYS_NICE SYS_RESOURCE SYS_TIME SYS_TTY_CONFIG MKNOD LEASE AUDIT_WRITE AUDIT_CONTROL
            SETFCAP MAC_OVERRIDE MAC_ADMIN SYSLOG WAKE_ALARM BLOCK_SUSPEND AUDIT_READ PERFMON BPF CHECKPOINT_RESTORE
            """.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries)
            .Select(name => Encoding.ASCII.GetBytes("CAP_" + name))];

    public static void Append(ScratchArena output, ulong set)
    {
        var isFirst = true;
        for (var bit = 0; bit < Names.Length; bit++)
        {
            if ((set & (1UL << bit)) == 0) continue;
            if (!isFirst) output.Append((byte)' ');
            output.Append(Names[bit]);
            isFirst = false;
        }
    }
}
