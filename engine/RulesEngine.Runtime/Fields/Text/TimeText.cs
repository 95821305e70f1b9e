using RulesEngine.Runtime.State;

namespace RulesEngine.Runtime.Fields.Text;

/// <summary>Which parts of a time are printed.</summary>
[Flags]
internal enum TimeParts : byte
{
    None = 0,
    Date = 1,
    Time = 2,
    Nanoseconds = 4,
}

/// <summary>Event times as Falco prints them, in the time zone of the process.</summary>
internal static class TimeText
{
    private const long Second = 1_000_000_000;

    /// <summary><c>2023-07-28 15:14:23.698688056</c>, or a part of it.</summary>
    public static void Append(ScratchArena output, ulong timestampNs, TimeParts parts)
    {
        var time = Local(timestampNs);
        if ((parts & TimeParts.Date) != 0)
        {
            AppendDate(output, time);
            output.Append((byte)' ');
        }

        AppendTime(output, time);
        if ((parts & TimeParts.Nanoseconds) == 0) return;
        output.Append((byte)'.');
        output.AppendPadded(timestampNs % Second, 9);
    }

    /// <summary><c>2023-07-28T15:14:23.698688056+0000</c>, always UTC.</summary>
    public static void AppendIso(ScratchArena output, ulong timestampNs)
    {
        var time = Utc(timestampNs);
        AppendDate(output, time);
        output.Append((byte)'T');
        AppendTime(output, time);
        output.Append((byte)'.');
        output.AppendPadded(timestampNs % Second, 9);
        output.Append("+0000"u8);
    }

    private static DateTimeOffset Utc(ulong timestampNs) =>
        DateTimeOffset.FromUnixTimeSeconds(Math.Min((long)(timestampNs / Second), 253402300799));

    private static DateTimeOffset Local(ulong timestampNs) => TimeZoneInfo.ConvertTime(Utc(timestampNs), TimeZoneInfo.Local);

    private static void AppendDate(ScratchArena output, DateTimeOffset time)
    {
        output.AppendPadded((ulong)time.Year, 4);
        output.Append((byte)'-');
        output.AppendPadded((ulong)time.Month, 2);
        output.Append((byte)'-');
        output.AppendPadded((ulong)time.Day, 2);
    }

    private static void AppendTime(ScratchArena output, DateTimeOffset time)
    {
        output.AppendPadded((ulong)time.Hour, 2);
        output.Append((byte)':');
        output.AppendPadded((ulong)time.Minute, 2);
        output.Append((byte)':');
        output.AppendPadded((ulong)time.Second, 2);
    }
}
