using System.Text;
using RulesEngine.Outputs.Sinks;
using Serilog.Core;
using Serilog.Events;

namespace RulesEngine.Outputs.Logging;

/// <summary>Sends log events to the local syslog daemon with their level as priority.</summary>
internal sealed class SyslogLogSink(SyslogSocket socket) : ILogEventSink, IDisposable
{
    public void Emit(LogEvent logEvent) =>
        socket.Send(EngineLog.ToPriority(logEvent.Level), Encoding.UTF8.GetBytes(LineLogSink.Message(logEvent)));

    public void Dispose() => socket.Dispose();
}
