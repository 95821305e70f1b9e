using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using RulesEngine.Outputs.Alerts;
using RulesEngine.Runtime.Matching;

namespace RulesEngine.Outputs.Tests.Support;

/// <summary>The object mother of alerts.</summary>
internal static class SampleAlerts
{
    public const ulong SomeTimeNs = 1470327477881785348;

    public static Alert Plain(string message = "An open was seen (command=cat /dev/null)", string rule = "open_from_cat") => new()
    {
        RuleName = rule,
        Source = "syscall",
        Priority = RulePriority.Warning,
        TimeNs = SomeTimeNs,
        TimePrefix = AlertTime.ToIso8601(SomeTimeNs),
        Hostname = "h",
        Message = message,
        Tags = ["testing", "filesystem", "process"],
        OutputFields =
        [
            Field("proc.cmdline", "\"cat /dev/null\""),
            Field("evt.time.iso8601", "1470327477881785348"),
        ],
    };

    public static Alert Denied() => new()
    {
        RuleName = "no shadow",
        Source = "syscall",
        Priority = RulePriority.Critical,
        TimeNs = SomeTimeNs,
        TimePrefix = "16:17:57.881785348",
        Hostname = "h",
        Message = "cat opens /etc/shadow",
        Tags = ["filesystem"],
        OutputFields =
        [
            Field("evt.type", "\"openat\""), Field("proc.name", "\"cat\""), Field("proc.pid", "4711"),
            Field("fd.name", "\"/etc/shadow\""), Field("user.name", "null"),
        ],
        Enforcement = new Enforcement(["deny"], EnforcementVerdict.Denied, "file_open", "EPERM", "inline"),
    };

    public static AlertField Field(string name, string json) => new(name, Encoding.UTF8.GetBytes(json));

    public static string Json(Alert alert, AlertJsonOptions? options = null)
    {
        var output = new ArrayBufferWriter<byte>();
        AlertJsonWriter.Write(output, alert, options ?? new AlertJsonOptions());
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    public static string Line(Alert alert)
    {
        var output = new ArrayBufferWriter<byte>();
        AlertLineWriter.Write(output, alert);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    /// <summary>Takes an alert that Falco wrote as JSON apart again.</summary>
    public static Alert FromFalco(string json)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        var priority = root.GetProperty("priority").GetString()!;
        Assert.True(RulePriorityNames.TryParse(priority, out var parsed));
        var (prefix, message) = Split(root, priority);
        return new Alert
        {
            RuleName = root.GetProperty("rule").GetString()!,
            Source = root.GetProperty("source").GetString()!,
            Priority = parsed,
            TimeNs = ParseTime(root.GetProperty("time").GetString()!),
            TimePrefix = prefix,
            Hostname = root.GetProperty("hostname").GetString()!,
            Message = message,
            Tags = root.TryGetProperty("tags", out var tags)
                ? [.. tags.EnumerateArray().Select(tag => tag.GetString()!)]
                : [],
            OutputFields = root.TryGetProperty("output_fields", out var fields) ? Fields(fields) : [],
        };
    }

    private static ImmutableArray<AlertField> Fields(JsonElement fields) =>
        [.. fields.EnumerateObject().Select(field => Field(field.Name, field.Value.GetRawText()))];

    private static (string Prefix, string Message) Split(JsonElement root, string priority)
    {
        if (!root.TryGetProperty("output", out var output))
            return ("", root.TryGetProperty("message", out var message) ? message.GetString()! : "");
        var text = output.GetString()!;
        var end = text.IndexOf($": {priority} ", StringComparison.Ordinal);
        return (text[..end], text[(end + priority.Length + 3)..]);
    }

    private static ulong ParseTime(string time)
    {
        var second = DateTimeOffset.Parse(time[..19] + "Z", System.Globalization.CultureInfo.InvariantCulture);
        return (ulong)second.ToUnixTimeSeconds() * 1_000_000_000 +
               ulong.Parse(time[20..29], System.Globalization.CultureInfo.InvariantCulture);
    }
}
