namespace RulesEngine.Outputs.Sinks;

/// <summary>Sends each alert to the local syslog daemon; the rule's priority is syslog's.</summary>
public sealed class SyslogSink(SyslogSocket socket) : IAlertSink
{
    public string Name => "syslog";

    public void Write(in RenderedAlert alert) => socket.Send(alert.Alert.Priority, alert.Text);

    public void Dispose() => socket.Dispose();
}
