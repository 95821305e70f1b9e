using System.Net.Sockets;
using System.Text;
using RulesEngine.Outputs.Sinks;
using RulesEngine.Outputs.Tests.Support;

namespace RulesEngine.Outputs.Tests.Sinks;

public sealed class LocalSinkTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(SinkLifetime.PerAlert, OutputBuffering.None)]
    [InlineData(SinkLifetime.KeepAlive, OutputBuffering.None)]
    [InlineData(SinkLifetime.KeepAlive, OutputBuffering.Buffered)]
    public void A_file_is_appended_to(SinkLifetime lifetime, OutputBuffering buffering)
    {
        File.WriteAllText(_folder["alerts"], "old\n");
        using (var sink = new FileSink(_folder["alerts"], lifetime, buffering))
        {
            sink.Write(SampleAlerts.Plain("one"));
            sink.Write(SampleAlerts.Plain("two"));
        }

        var lines = File.ReadAllLines(_folder["alerts"]);
        Assert.Equal(3, lines.Length);
        Assert.Equal("old", lines[0]);
        Assert.EndsWith("two", lines[2]);
    }

    [Fact]
    public void A_kept_file_is_continued_at_its_end_after_something_truncated_it()
    {
        using var sink = new FileSink(_folder["alerts"], SinkLifetime.KeepAlive, OutputBuffering.None);
        sink.Write(SampleAlerts.Plain("one"));
        File.WriteAllText(_folder["alerts"], "");
        sink.Write(SampleAlerts.Plain("two"));
        Assert.EndsWith("two", Assert.Single(File.ReadAllLines(_folder["alerts"])));
        Assert.DoesNotContain('\0', File.ReadAllText(_folder["alerts"]));
    }

    [Fact]
    public void A_kept_file_that_was_moved_away_is_made_anew_on_reopening()
    {
        using var sink = new FileSink(_folder["alerts"], SinkLifetime.KeepAlive, OutputBuffering.None);
        sink.Write(SampleAlerts.Plain("one"));
        File.Move(_folder["alerts"], _folder["alerts.1"]);
        sink.Write(SampleAlerts.Plain("two"));
        Assert.Equal(2, File.ReadAllLines(_folder["alerts.1"]).Length);
        sink.Reopen();
        sink.Write(SampleAlerts.Plain("three"));
        Assert.EndsWith("three", Assert.Single(File.ReadAllLines(_folder["alerts"])));
    }

    [Fact]
    public void A_buffered_file_keeps_lines_until_it_is_flushed()
    {
        using var sink = new FileSink(_folder["alerts"], SinkLifetime.KeepAlive, OutputBuffering.Buffered);
        sink.Write(SampleAlerts.Plain("one"));
        Assert.Equal(0, new FileInfo(_folder["alerts"]).Length);
        sink.Flush();
        Assert.NotEqual(0, new FileInfo(_folder["alerts"]).Length);
    }

    [Fact]
    public void A_full_disk_is_a_failure_and_the_next_alert_is_not_harmed_by_it()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "/dev/full is missing");
        using var sink = new FileSink("/dev/full", SinkLifetime.KeepAlive, OutputBuffering.None);
        Assert.Throws<IOException>(() => sink.Write(SampleAlerts.Plain()));
        Assert.Throws<IOException>(() => sink.Write(SampleAlerts.Plain()));
    }

    [Theory]
    [InlineData(SinkLifetime.PerAlert, 2)]
    [InlineData(SinkLifetime.KeepAlive, 1)]
    public void A_program_reads_alerts_from_its_input(SinkLifetime lifetime, int starts)
    {
        var command = $"echo started >> {_folder["starts"]}; cat >> {_folder["out"]}";
        using (var sink = new ProgramSink(command, lifetime))
        {
            sink.Write(SampleAlerts.Plain("one"));
            sink.Write(SampleAlerts.Plain("two"));
        }

        Assert.Equal(starts, File.ReadAllLines(_folder["starts"]).Length);
        Assert.Equal(2, File.ReadAllLines(_folder["out"]).Length);
    }

    [Fact]
    public void A_kept_program_that_ended_is_started_again()
    {
        using (var sink = new ProgramSink($"head -n 1 >> {_folder["out"]}", SinkLifetime.KeepAlive))
        {
            sink.Write(SampleAlerts.Plain("first"));
            Assert.True(SpinWait.SpinUntil(() => OutLines() == 1, TimeSpan.FromSeconds(20)));
            // The pipe breaks only once the program is gone, so a line or two may vanish into it.
            Assert.True(SpinWait.SpinUntil(
                () =>
                {
                    sink.Write(SampleAlerts.Plain("again"));
                    return OutLines() > 1;
                },
                TimeSpan.FromSeconds(20)));
        }

        Assert.EndsWith("again", File.ReadAllLines(_folder["out"])[1]);
    }

    [Fact]
    public void Syslog_gets_a_datagram_with_facility_priority_and_program()
    {
        using var daemon = Daemon();
        using var sink = new SyslogSink(new SyslogSocket("rulesengine", _folder["log"]));
        sink.Write(SampleAlerts.Plain("hello"));
        // 8 is the facility user, 4 the priority warning.
        Assert.Matches(
            @"^<12>[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d rulesengine: 2016-.*: Warning hello$",
            Receive(daemon));
    }

    [Fact]
    public void Syslog_is_found_again_after_its_daemon_was_restarted()
    {
        using var sink = new SyslogSink(new SyslogSocket("rulesengine", _folder["log"]));
        Assert.ThrowsAny<SocketException>(() => sink.Write(SampleAlerts.Plain("nobody there")));
        using (var first = Daemon())
        {
            sink.Write(SampleAlerts.Plain("one"));
            Assert.EndsWith("one", Receive(first));
        }

        File.Delete(_folder["log"]);
        using var second = Daemon();
        sink.Write(SampleAlerts.Plain("two"));
        Assert.EndsWith("two", Receive(second));
    }

    private int OutLines()
    {
        try
        {
            return File.Exists(_folder["out"]) ? File.ReadAllLines(_folder["out"]).Length : 0;
        }
        catch (IOException)
        {
            return 0;
        }
    }

    private Socket Daemon()
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified)
        {
            ReceiveTimeout = 10_000,
        };
        socket.Bind(new UnixDomainSocketEndPoint(_folder["log"]));
        return socket;
    }

    private static string Receive(Socket daemon)
    {
        var buffer = new byte[4096];
        return Encoding.UTF8.GetString(buffer, 0, daemon.Receive(buffer));
    }
}
