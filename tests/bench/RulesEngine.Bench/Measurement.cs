using System.Diagnostics;
using System.Globalization;

namespace RulesEngine.Bench;

/// <summary>
/// Times alternatives in turn, so that a busy machine disturbs them alike, and tells the median with the quartiles and
/// what a run allocates. The first rounds are for the compiler and are not counted.
/// </summary>
internal static class Measurement
{
    private const int WarmUp = 5;
    private const int Rounds = 25;

    /// <param name="unit">What one run does <paramref name="count"/> times: <c>event</c>.</param>
    /// <param name="count">How often.</param>
    /// <param name="alternatives">The work by name.</param>
    public static void Compare(string unit, int count, params (string Name, Action Run)[] alternatives)
    {
        var times = alternatives.Select(_ => new List<double>()).ToArray();
        var allocated = new long[alternatives.Length];
        for (var round = 0; round < WarmUp + Rounds; round++)
        {
            for (var i = 0; i < alternatives.Length; i++)
            {
                var before = GC.GetAllocatedBytesForCurrentThread();
                var started = Stopwatch.GetTimestamp();
                alternatives[i].Run();
                var elapsed = Stopwatch.GetElapsedTime(started);
                allocated[i] = GC.GetAllocatedBytesForCurrentThread() - before;
                if (round >= WarmUp)
                {
                    times[i].Add(elapsed.TotalNanoseconds / count);
                }
            }
        }

        for (var i = 0; i < alternatives.Length; i++)
        {
            times[i].Sort();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{alternatives[i].Name,-40} {Show(times[i], 0.5),12} per {unit} ({Show(times[i], 0.25)} to "
                + $"{Show(times[i], 0.75)}), {(double)allocated[i] / count:F1} bytes allocated per {unit}"));
        }
    }

    private static string Show(List<double> sorted, double quantile)
    {
        var nanoseconds = sorted[(int)((sorted.Count - 1) * quantile)];
        return nanoseconds switch
        {
            < 1e4 => string.Create(CultureInfo.InvariantCulture, $"{nanoseconds:F0} ns"),
            < 1e7 => string.Create(CultureInfo.InvariantCulture, $"{nanoseconds / 1e3:F0} us"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{nanoseconds / 1e6:F1} ms"),
        };
    }
}
