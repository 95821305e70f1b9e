using RulesEngine.Bpf.Interop;

namespace RulesEngine.Bpf.Loading;

/// <summary>
/// Which functions of system calls the running kernel has, by its type information: a program for one that is missing
/// would keep the whole object from loading. Read once, when first asked.
/// </summary>
internal static class KernelFunctions
{
    private const string TypesPath = "/sys/kernel/btf/vmlinux";
    private const string ExitSection = "fexit/";
    private static readonly string[] Prefixes = ["__x64_sys_", "__do_sys_"];

    private static readonly Lazy<HashSet<string>> Calls = new(ReadCalls);

    /// <summary>Whether a program of this section has something to be attached to; sections of other kinds have.</summary>
    public static bool Has(string section) =>
        !section.StartsWith(ExitSection, StringComparison.Ordinal) || Calls.Value.Contains(section[ExitSection.Length..]);

    private static HashSet<string> ReadCalls()
    {
        using var types = BtfHandle.Read(TypesPath);
        return types.IsInvalid ? [] : [.. types.Functions(Prefixes)];
    }
}
