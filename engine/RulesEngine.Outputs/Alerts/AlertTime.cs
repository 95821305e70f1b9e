using System.Globalization;

namespace RulesEngine.Outputs.Alerts;

/// <summary>
/// The spellings of a time in alerts, from nanoseconds since the epoch. Ticks of .NET are 100 ns, so the nanoseconds
/// are carried beside them.
/// </summary>
public static class AlertTime
{
    private const ulong NsPerSecond = 1_000_000_000;

    /// <summary>Local time of day, <c>HH:MM:SS.nnnnnnnnn</c>: <c>evt.time</c>.</summary>
    public static string ToLocalTime(ulong timeNs, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(Second(timeNs), zone);
        return Format(local, "HH:mm:ss", timeNs, "");
    }

    /// <summary><c>YYYY-MM-DDTHH:MM:SS.nnnnnnnnn+0000</c>: <c>evt.time.iso8601</c>.</summary>
    public static string ToIso8601(ulong timeNs) => Format(Second(timeNs), "yyyy-MM-ddTHH:mm:ss", timeNs, "+0000");

    /// <summary><c>YYYY-MM-DDTHH:MM:SS.nnnnnnnnnZ</c>: the key <c>time</c> of a JSON alert.</summary>
    public static string ToJsonTime(ulong timeNs) => Format(Second(timeNs), "yyyy-MM-ddTHH:mm:ss", timeNs, "Z");

    /// <summary>Nanoseconds since the epoch, to the 100 ns that .NET clocks have.</summary>
    public static ulong ToNs(DateTimeOffset time) => (ulong)(time - DateTimeOffset.UnixEpoch).Ticks * 100;

    private static DateTimeOffset Second(ulong timeNs) => DateTimeOffset.FromUnixTimeSeconds((long)(timeNs / NsPerSecond));

    private static string Format(DateTimeOffset second, string layout, ulong timeNs, string end) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{second.ToString(layout, CultureInfo.InvariantCulture)}.{timeNs % NsPerSecond:D9}{end}");
}
