using System.Globalization;
using RulesEngine.Bpf.Interop;

namespace RulesEngine.Bpf.Loading;

/// <summary>When the machine booted, in nanoseconds since 1970: what turns the kernel's clock into wall time.</summary>
internal static class BootClock
{
    private const ulong NanosecondsPerTick = 100;
    private const int StartTimeWord = 19;

    /// <summary>The smallest of several readings: a reading can be delayed, never early.</summary>
    public static ulong EpochNs()
    {
        var best = ulong.MaxValue;
        for (var i = 0; i < 8; i++)
        {
            var now = (ulong)(TimeProvider.System.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * NanosecondsPerTick;
            best = Math.Min(best, now - Libc.SinceBootNs());
        }

        return best;
    }

    /// <summary>When this process began, in hundredths of a second since boot, as the kernel numbers it.</summary>
    public static ulong OwnStartTicks() => StartTicks(Environment.ProcessId);

    /// <summary>The same of any process; 0 when there is none of that number.</summary>
    public static ulong StartTicks(int process)
    {
        try
        {
            // The name, in parentheses, may hold anything; the start time is the 20th word behind it.
            var stat = File.ReadAllText($"/proc/{process.ToString(CultureInfo.InvariantCulture)}/stat");
            var words = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return ulong.Parse(words[StartTimeWord], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
