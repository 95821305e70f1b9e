using System.Globalization;
using System.Net.Sockets;
using System.Text;
using RulesEngine.Runtime.Matching;

namespace RulesEngine.Outputs.Sinks;

/// <summary>
/// The local syslog daemon's datagram socket, spoken to as the C library's <c>syslog</c> does with facility user.
/// Connects on first use and again after the daemon was restarted. Thread-safe.
/// </summary>
public sealed class SyslogSocket(string ident, string path = "/dev/log", TimeProvider? time = null) : IDisposable
{
    private const int FacilityUser = 1 << 3;

    private readonly Lock _gate = new();
    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private Socket? _socket;

    /// <summary>Sends one message. Throws <see cref="SocketException"/> when no daemon takes it.</summary>
    public void Send(RulePriority priority, ReadOnlySpan<byte> message)
    {
        var header = Encoding.UTF8.GetBytes(Header(priority));
        var datagram = new byte[header.Length + message.Length];
        header.CopyTo(datagram, 0);
        message.CopyTo(datagram.AsSpan(header.Length));
        lock (_gate)
            SendLocked(datagram);
    }

    private void SendLocked(byte[] datagram)
    {
        if (_socket is not null)
        {
            try
            {
                _socket.Send(datagram);
                return;
            }
            catch (SocketException failure) when (failure.SocketErrorCode != SocketError.MessageSize)
            {
                // The daemon was restarted: its old socket is gone, a new connection may do.
                Close();
            }
        }

        var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(path));
            socket.Send(datagram);
            _socket = socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private string Header(RulePriority priority)
    {
        var now = _time.GetLocalNow();
        var day = now.Day.ToString(CultureInfo.InvariantCulture).PadLeft(2);
        var month = now.ToString("MMM", CultureInfo.InvariantCulture);
        var clock = now.ToString("HH:mm:ss", CultureInfo.InvariantCulture);
        return string.Create(
            CultureInfo.InvariantCulture, $"<{FacilityUser | (int)priority}>{month} {day} {clock} {ident}: ");
    }

    private void Close()
    {
        _socket?.Dispose();
        _socket = null;
    }

    public void Dispose()
    {
        lock (_gate)
            Close();
    }
}
