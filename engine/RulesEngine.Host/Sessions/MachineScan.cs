using RulesEngine.Bpf.StartUp;
using RulesEngine.Runtime.State;

namespace RulesEngine.Host.Sessions;

/// <summary>
/// What runs already, into the state machine. Called when the programs are attached: what is born meanwhile waits in the
/// ring, so between the two there is no gap. Threads that records speak of and nobody has told of are looked up later.
/// </summary>
internal static class MachineScan
{
    public static void ReadInto(StateMachine machine)
    {
        var scanner = new ProcScanner();
        machine.Reset();
        machine.State.Machine = scanner.ReadMachine();
        scanner.ReadUsers(machine.State.Users);
        foreach (var thread in scanner.Threads())
            machine.ImportThread(thread);
        machine.FinishImport();
        machine.ThreadLookup = scanner.Find;
    }
}
