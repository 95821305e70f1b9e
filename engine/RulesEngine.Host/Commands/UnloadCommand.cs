using RulesEngine.Bpf;

namespace RulesEngine.Host.Commands;

/// <summary><c>rulesengine unload</c>: ends all blocking, whether or not an engine runs.</summary>
internal static class UnloadCommand
{
    public static int Run()
    {
        if (!Environment.IsPrivilegedProcess)
            throw new UserErrorException("unloading needs root: the pinned programs belong to it");
        KernelGuard.Unload();
        return 0;
    }
}
