using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using RulesEngine.Runtime.Matching;

namespace RulesEngine.Outputs.Alerts;

/// <summary>
/// The alerts the engine raises about itself: Falco's, with Falco's texts and fields, and those about enforcement and
/// plugins. Each method makes one alert; when to raise it is the caller's business.
/// </summary>
public sealed class InternalAlerts(string hostname, TimeZoneInfo zone, TimeProvider time)
{
    /// <summary>Events were lost in the kernel within a second.</summary>
    /// <param name="drops">How many.</param>
    /// <param name="fields">The counters by name; shown as text, as Falco does.</param>
    /// <param name="timeNs">The event's time at which that was found.</param>
    public Alert SyscallEventDrop(long drops, IEnumerable<KeyValuePair<string, string>> fields, ulong timeNs) => Make(
        "Falco internal: syscall event drop",
        RulePriority.Debug,
        [.. fields.Select(field => Text(field.Key, field.Value))],
        $"Falco internal: syscall event drop. {drops} system calls dropped in last second.",
        timeNs);

    /// <summary>The source has given no event for so many reads in a row.</summary>
    /// <param name="consecutive">The configured limit.</param>
    /// <param name="lastEventNs">When the latest event was, or null if there was none.</param>
    public Alert TimeoutsNotification(long consecutive, ulong? lastEventNs) => Make(
        "Falco internal: timeouts notification",
        RulePriority.Debug,
        $". {consecutive} consecutive timeouts without event.",
        [Text("last_event_time", lastEventNs is { } ns ? AlertTime.ToLocalTime(ns, zone) : "none")]);

    /// <summary>A changed configuration could not be taken over; the old one stays in force.</summary>
    public Alert HotRestartFailure(string error) =>
        Make("Falco internal: hot restart failure", RulePriority.Critical, $": {error}", []);

    /// <summary>A capture was ended because its file had reached its size.</summary>
    public Alert CaptureSizeLimitReached(long maxMegabytes, long writtenBytes) => Make(
        "Falco internal: capture size limit reached",
        RulePriority.Informational,
        $". Capture stopped after {writtenBytes} bytes.",
        [Number("max_file_size_mb", maxMegabytes), Number("written_bytes", writtenBytes)]);

    /// <summary>The periodic metrics; the fields come rendered (<c>Metrics/MetricsSnapshot</c>).</summary>
    public Alert MetricsSnapshot(ImmutableArray<AlertField> fields) => Make(
        "Falco internal: metrics snapshot", RulePriority.Informational, fields, "Falco metrics snapshot");

    /// <summary>A rule blocked more often than allowed and only reports from now on.</summary>
    public Alert CircuitBreakerOpened(string rule, long blocks, TimeSpan window) => Make(
        "Rules engine internal: circuit breaker",
        RulePriority.Critical,
        $". Rule \"{rule}\" blocked {blocks} operations in {Seconds(window)} s and is in monitor mode now.",
        [Number("blocks", blocks), Text("rule", rule), Number("window_sec", (long)window.TotalSeconds)]);

    /// <summary>A plugin failed so many times in a row that it is not called any more.</summary>
    public Alert PluginSwitchedOff(string plugin, long failures, string error) => Make(
        "Rules engine internal: plugin switched off",
        RulePriority.Critical,
        $". Plugin \"{plugin}\" failed {failures} times in a row.",
        [Text("error", error), Number("failures", failures), Text("plugin", plugin)]);

    private Alert Make(string rule, RulePriority priority, string rest, ImmutableArray<AlertField> fields) =>
        Make(rule, priority, fields, rule + rest);

    private Alert Make(
        string rule, RulePriority priority, ImmutableArray<AlertField> fields, string message, ulong? timeNs = null)
    {
        var at = timeNs ?? AlertTime.ToNs(time.GetUtcNow());
        return new Alert
        {
            RuleName = rule,
            Source = Alert.InternalSource,
            Priority = priority,
            TimeNs = at,
            TimePrefix = AlertTime.ToLocalTime(at, zone),
            Hostname = hostname,
            Message = message,
            OutputFields = fields,
        };
    }

    private static AlertField Text(string name, string value)
    {
        var json = new ArrayBufferWriter<byte>();
        JsonText.WriteString(json, value);
        return new AlertField(name, json.WrittenMemory);
    }

    private static AlertField Number(string name, long value) =>
        new(name, Encoding.UTF8.GetBytes(value.ToString(CultureInfo.InvariantCulture)));

    private static string Seconds(TimeSpan window) => window.TotalSeconds.ToString(CultureInfo.InvariantCulture);
}
