using System.Text.Json;
using RulesEngine.Outputs.Sinks.Elasticsearch;
using RulesEngine.Outputs.Tests.Support;

namespace RulesEngine.Outputs.Tests.Sinks.Elasticsearch;

public sealed class EcsDocumentTests
{
    [Theory]
    [InlineData("@timestamp", "\"2016-08-04T16:17:57.881785348Z\"")]
    [InlineData("message", "\"cat opens /etc/shadow\"")]
    [InlineData("host.name", "\"h\"")]
    [InlineData("rule.name", "\"no shadow\"")]
    [InlineData("log.level", "\"critical\"")]
    [InlineData("event.kind", "\"alert\"")]
    [InlineData("event.action", "\"openat\"")]
    [InlineData("event.severity", "2")]
    [InlineData("event.type", "\"denied\"")]
    [InlineData("event.outcome", "\"failure\"")]
    [InlineData("process.name", "\"cat\"")]
    [InlineData("process.pid", "4711")]
    [InlineData("file.path", "\"/etc/shadow\"")]
    [InlineData("falco.priority", "\"Critical\"")]
    [InlineData("falco.output", "\"16:17:57.881785348: Critical cat opens /etc/shadow\"")]
    [InlineData("rulesengine.enforcement.verdict", "\"denied\"")]
    [InlineData("rulesengine.enforcement.errno", "\"EPERM\"")]
    [InlineData("tags", "[\"filesystem\"]")]
    public void A_denied_open_is_described_in_the_common_schema(string path, string expected)
    {
        using var document = JsonDocument.Parse(EcsDocument.Write(SampleAlerts.Denied()));
        var value = path.Split('.').Aggregate(document.RootElement, (element, name) => element.GetProperty(name));
        Assert.Equal(expected, value.GetRawText());
    }

    [Fact]
    public void Falcos_fields_keep_their_names_and_values()
    {
        using var document = JsonDocument.Parse(EcsDocument.Write(SampleAlerts.Denied()));
        var fields = document.RootElement.GetProperty("falco").GetProperty("output_fields");
        Assert.Equal("/etc/shadow", fields.GetProperty("fd.name").GetString());
        Assert.Equal(JsonValueKind.Null, fields.GetProperty("user.name").ValueKind);
        Assert.False(document.RootElement.TryGetProperty("user", out _));
    }

    [Theory]
    [InlineData("fd.name", "\"127.0.0.1:1->127.0.0.1:2\"", "file")]
    [InlineData("proc.pid", "\"4711\"", "process")]
    [InlineData("fd.sip", "null", "server")]
    [InlineData("fd.sport", "[1,2]", "server")]
    public void A_value_the_schema_does_not_take_is_left_out(string field, string json, string part)
    {
        using var document = JsonDocument.Parse(EcsDocument.Write(With(field, json)));
        Assert.False(document.RootElement.TryGetProperty(part, out _));
    }

    [Fact]
    public void A_number_becomes_a_text_where_the_schema_has_a_keyword()
    {
        using var document = JsonDocument.Parse(EcsDocument.Write(With("user.uid", "0")));
        Assert.Equal("0", document.RootElement.GetProperty("user").GetProperty("id").GetString());
    }

    [Fact]
    public void No_name_comes_twice_in_an_object_whatever_fields_an_alert_has()
    {
        var fields = EcsFields.All
            .Select(field => SampleAlerts.Field(field.Name, field.Kind == EcsKind.Number ? "1" : "\"/x\""));
        var document = EcsDocument.Write(new RulesEngine.Outputs.Alerts.Alert
        {
            RuleName = "r",
            Source = "syscall",
            Priority = RulesEngine.Runtime.Matching.RulePriority.Debug,
            TimeNs = 0,
            TimePrefix = "t",
            Hostname = "h",
            Message = "m",
            OutputFields = [.. fields],
        });
        using var parsed = JsonDocument.Parse(
            document, new JsonDocumentOptions { AllowDuplicateProperties = false });
        Assert.Equal(1, parsed.RootElement.GetProperty("process").GetProperty("parent").GetProperty("pid").GetInt32());
    }

    private static RulesEngine.Outputs.Alerts.Alert With(string field, string json) => new()
    {
        RuleName = "r",
        Source = "syscall",
        Priority = RulesEngine.Runtime.Matching.RulePriority.Debug,
        TimeNs = 0,
        TimePrefix = "t",
        Hostname = "h",
        Message = "m",
        OutputFields = [SampleAlerts.Field(field, json)],
    };
}
