using RulesEngine.Runtime.Events;
using RulesEngine.Runtime.Fields;

namespace RulesEngine.Runtime.State;

/// <summary>Which parameter of an exit event is the descriptor that the event is about.</summary>
internal static class FdParams
{
    private static readonly string[] Second =
    [
        "setns", "listen", "shutdown", "fchdir", "lseek", "llseek", "ioctl", "fstat", "close", "getdents", "getdents64",
        "flock", "copy_file_range", "fcntl", "dup", "dup2", "dup3", "newfstatat", "fchownat", "fchmodat", "mkdirat",
        "unlinkat", "mknodat", "sendmmsg", "recvmmsg", "io_uring_register", "io_uring_enter", "setsockopt",
        "getsockopt", "fsconfig", "finit_module", "fchmod", "fchown",
    ];

    private static readonly string[] Third =
    [
        "read", "pread", "bind", "write", "pwrite", "recv", "send", "sendto", "sendmsg", "sendfile", "splice", "writev",
        "pwritev", "connect", "symlinkat",
    ];

    private static readonly string[] Fourth = ["recvfrom", "readv", "preadv"];

    private static readonly string[] Sixth = ["recvmsg"];

    private static readonly string[] Ninth = ["mmap", "mmap2"];

    private static readonly sbyte[] Indices = Build();

    /// <summary>The index of the parameter, or −1.</summary>
    public static int IndexOf(ushort code) => Indices[code];

    private static sbyte[] Build()
    {
        var indices = new sbyte[EventTable.Count];
        Array.Fill(indices, (sbyte)-1);
        foreach (var (names, index) in
            new[] { (Second, 1), (Third, 2), (Fourth, 3), (Sixth, 5), (Ninth, 8) })
        {
            foreach (var name in names)
            {
                foreach (var code in EventTable.CodesByName(name))
                {
                    var definition = EventTable.All[code];
                    if (definition.IsExit && definition.IsCurrent && (definition.Flags & EventFlags.UsesFd) != 0
                        && index < definition.Params.Length && definition.Params[index].Type == FieldType.Fd)
                    {
                        indices[code] = (sbyte)index;
                    }
                }
            }
        }
        return indices;
    }
}
