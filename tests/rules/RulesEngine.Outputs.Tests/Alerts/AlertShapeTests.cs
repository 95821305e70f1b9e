using RulesEngine.Outputs.Alerts;
using RulesEngine.Outputs.Tests.Support;
using RulesEngine.Runtime.Matching;

namespace RulesEngine.Outputs.Tests.Alerts;

public sealed class AlertShapeTests
{
    [Fact]
    public void A_json_alert_has_falcos_keys_in_alphabetical_order() => Assert.Equal(
        """{"hostname":"h","output":"2016-08-04T16:17:57.881785348+0000: Warning An open was seen (command=cat /dev/null)","output_fields":{"evt.time.iso8601":1470327477881785348,"proc.cmdline":"cat /dev/null"},"priority":"Warning","rule":"open_from_cat","source":"syscall","tags":["filesystem","process","testing"],"time":"2016-08-04T16:17:57.881785348Z"}""",
        SampleAlerts.Json(SampleAlerts.Plain()));

    [Fact]
    public void Each_optional_part_can_be_left_out() => Assert.Equal(
        """{"hostname":"h","message":"An open was seen (command=cat /dev/null)","priority":"Warning","rule":"open_from_cat","source":"syscall","time":"2016-08-04T16:17:57.881785348Z"}""",
        SampleAlerts.Json(
            SampleAlerts.Plain(),
            new AlertJsonOptions
            {
                IncludeMessage = true,
                IncludeOutput = false,
                IncludeOutputFields = false,
                IncludeTags = false,
            }));

    [Fact]
    public void An_alert_of_a_rule_with_an_action_says_what_became_of_the_operation()
    {
        Assert.StartsWith(
            """{"enforcement":{"actions":["deny"],"errno":"EPERM","hook":"file_open","tier":"inline","verdict":"denied"},"hostname":"h",""",
            SampleAlerts.Json(SampleAlerts.Denied()));
        Assert.Equal(
            "16:17:57.881785348: Critical cat opens /etc/shadow (verdict=denied)",
            SampleAlerts.Line(SampleAlerts.Denied()));
    }

    [Fact]
    public void A_line_cannot_be_broken_by_what_an_event_holds()
    {
        var line = SampleAlerts.Line(SampleAlerts.Plain("a\"b\\c\nd\u0001e\u007f é € \ud83d\ude00 \ud800"));
        Assert.Equal(
            "2016-08-04T16:17:57.881785348+0000: Warning a\\\"b\\\\c\\nd\\u0001e\u007f é € \ud83d\ude00 \ufffd",
            line);
    }

    [Fact]
    public void The_last_of_equal_output_fields_wins()
    {
        var alert = new Alert
        {
            RuleName = "r",
            Source = "syscall",
            Priority = RulePriority.Debug,
            TimeNs = 0,
            TimePrefix = "t",
            Hostname = "h",
            Message = "m",
            OutputFields = [SampleAlerts.Field("b", "1"), SampleAlerts.Field("a", "2"), SampleAlerts.Field("b", "3")],
        };
        Assert.Contains("""{"a":2,"b":3}""", SampleAlerts.Json(alert));
    }

    [Theory]
    [InlineData("INFO", RulePriority.Informational)]
    [InlineData("informational", RulePriority.Informational)]
    [InlineData("eMeRgEnCy", RulePriority.Emergency)]
    public void A_priority_is_read_in_any_letter_case(string text, RulePriority expected)
    {
        Assert.True(RulePriorityNames.TryParse(text, out var priority));
        Assert.Equal(expected, priority);
    }

    [Fact]
    public void An_unknown_priority_is_refused() => Assert.False(RulePriorityNames.TryParse("warn", out _));

    [Fact]
    public void Local_time_follows_the_zone_and_keeps_nanoseconds()
    {
        var zone = TimeZoneInfo.CreateCustomTimeZone("test", TimeSpan.FromMinutes(330), "test", "test");
        Assert.Equal("21:47:57.881785348", AlertTime.ToLocalTime(SampleAlerts.SomeTimeNs, zone));
    }
}
