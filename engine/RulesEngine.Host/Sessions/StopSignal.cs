using System.Runtime.InteropServices;

namespace RulesEngine.Host.Sessions;

/// <summary>Waits until the process is asked to end (SIGINT, SIGTERM) or a time has passed.</summary>
internal sealed class StopSignal : IDisposable
{
    private readonly ManualResetEventSlim _asked = new();
    private readonly PosixSignalRegistration _interrupt;
    private readonly PosixSignalRegistration _terminate;

    public StopSignal()
    {
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Ask);
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Ask);
    }

    public void Wait(TimeSpan most) => _asked.Wait(most);

    public void Dispose()
    {
        _interrupt.Dispose();
        _terminate.Dispose();
        _asked.Dispose();
    }

    private void Ask(PosixSignalContext context)
    {
        context.Cancel = true;
        _asked.Set();
    }
}
