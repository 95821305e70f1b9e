using RulesEngine.Outputs.Alerts;
using RulesEngine.Outputs.Tests.Support;

namespace RulesEngine.Outputs.Tests.Alerts;

public sealed class InternalAlertsTests
{
    private static readonly InternalAlerts Alerts = new("h", TimeZoneInfo.Utc, new FixedTime());

    [Fact]
    public void Dropped_events_are_reported_as_falco_does()
    {
        var alert = Alerts.SyscallEventDrop(3, [new("n_evts", "10"), new("ebpf_enabled", "1")], 1_000_000_001);
        Assert.Equal(
            "00:00:01.000000001: Debug Falco internal: syscall event drop. 3 system calls dropped in last second. (ebpf_enabled=\"1\" n_evts=\"10\")",
            SampleAlerts.Line(alert));
        Assert.Equal(
            """{"hostname":"h","output":"Falco internal: syscall event drop. 3 system calls dropped in last second.","output_fields":{"ebpf_enabled":"1","n_evts":"10"},"priority":"Debug","rule":"Falco internal: syscall event drop","source":"internal","time":"1970-01-01T00:00:01.000000001Z"}""",
            SampleAlerts.Json(alert, new AlertJsonOptions { IncludeOutput = false, IncludeOutputFields = false }));
    }

    [Fact]
    public void A_silent_source_is_reported_with_the_time_of_its_last_event()
    {
        Assert.EndsWith(
            "1000 consecutive timeouts without event. (last_event_time=\"none\")",
            SampleAlerts.Line(Alerts.TimeoutsNotification(1000, null)));
        Assert.EndsWith(
            "(last_event_time=\"16:17:57.881785348\")",
            SampleAlerts.Line(Alerts.TimeoutsNotification(1000, SampleAlerts.SomeTimeNs)));
    }

    [Fact]
    public void An_alert_about_now_has_the_time_of_now() =>
        Assert.StartsWith("16:17:57.881785300: ", SampleAlerts.Line(Alerts.HotRestartFailure("x")));

    [Fact]
    public void A_failed_restart_names_the_error_and_has_no_fields() => Assert.EndsWith(
        ": Critical Falco internal: hot restart failure: bad yaml ()",
        SampleAlerts.Line(Alerts.HotRestartFailure("bad yaml")));

    [Fact]
    public void Enforcement_and_plugins_report_what_they_gave_up()
    {
        Assert.Contains(
            """{"blocks":50,"rule":"r","window_sec":60}""",
            SampleAlerts.Json(Alerts.CircuitBreakerOpened("r", 50, TimeSpan.FromMinutes(1))));
        Assert.Contains(
            """{"error":"a\"b","failures":5,"plugin":"p"}""",
            SampleAlerts.Json(Alerts.PluginSwitchedOff("p", 5, "a\"b")));
    }

    private sealed class FixedTime : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() =>
            DateTimeOffset.UnixEpoch.AddTicks((long)(SampleAlerts.SomeTimeNs / 100));
    }
}
