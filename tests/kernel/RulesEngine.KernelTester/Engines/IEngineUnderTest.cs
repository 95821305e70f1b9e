using RulesEngine.KernelTester.Model;

namespace RulesEngine.KernelTester.Engines;

/// <summary>
/// Whoever puts rules in force: the real executable as a process, or its parts in this process.
/// </summary>
internal interface IEngineUnderTest : IDisposable
{
    /// <summary>Puts a rules file in force, in place of the one before; back once the kernel decides by it.</summary>
    void Load(string rules);

    /// <summary>The alerts written since the last call. Whatever was done before the call is among them.</summary>
    IReadOnlyList<AlertSeen> TakeAlerts();
}
