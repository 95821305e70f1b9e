using System.Diagnostics;
using System.Globalization;

namespace RulesEngine.Fuzz;

/// <summary>When a run ends: after so many inputs where that is set, else after so many seconds.</summary>
internal sealed record FuzzLimits(int Seed, int Seconds, long? Inputs);

/// <summary>
/// Feeds one target and watches it: what it throws, how long the slowest input takes, whether memory stays where it is.
/// Inputs that are bad are kept under <c>build/fuzz</c>.
/// </summary>
internal sealed class FuzzRun(IFuzzTarget target, FuzzLimits limits)
{
    private const double SlowSeconds = 1;

    /// <summary>Memory is compared from here on: tables and compiled code are there by then.</summary>
    private const long WarmUp = 5_000;

    private const int MostKept = 10;

    private static readonly string Kept = Path.Combine(Inputs.Root, "build/fuzz");

    private long _count;
    private long _bad;
    private double _slowest;
    private long _memoryAtStart;

    /// <summary>Whether every input was read without complaint.</summary>
    public bool Run()
    {
        var mutator = new Mutator(new Random(limits.Seed), target);
        var watch = Stopwatch.StartNew();
        while (limits.Inputs is { } most ? _count < most : watch.Elapsed.TotalSeconds < limits.Seconds)
        {
            if (_count++ == WarmUp)
                _memoryAtStart = GC.GetTotalMemory(forceFullCollection: true);
            var input = mutator.Next();
            if (Problem(input) is { } problem && _bad++ < MostKept)
                Keep(input, problem);
        }
        var seconds = watch.Elapsed.TotalSeconds;
        var memoryAtEnd = GC.GetTotalMemory(forceFullCollection: true);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{target.Name}: {_count} inputs in {seconds:F0} s ({_count / seconds:F0}/s), {_bad} bad, "
                + $"slowest {_slowest * 1000:F0} ms, memory {_memoryAtStart >> 10} KB after {WarmUp} inputs, "
                + $"{memoryAtEnd >> 10} KB at the end, seed {limits.Seed}"));
        return _bad == 0;
    }

    private string? Problem(byte[] input)
    {
        try
        {
            var seconds = TimeOf(input);
            // Others use the machine too: an input is slow when it is slow again.
            for (var again = 0; again < 3 && seconds > SlowSeconds; again++)
                seconds = Math.Min(seconds, TimeOf(input));
            _slowest = Math.Max(_slowest, seconds);
            return seconds > SlowSeconds ? $"took {seconds:F1} s" : null;
        }
        catch (Exception problem)
        {
            return problem.ToString();
        }
    }

    private double TimeOf(byte[] input)
    {
        var started = Stopwatch.GetTimestamp();
        target.Read(input);
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private void Keep(byte[] input, string problem)
    {
        Directory.CreateDirectory(Kept);
        var path = Path.Combine(Kept, $"{target.Name}-{limits.Seed}-{_count}.bin");
        File.WriteAllBytes(path, input);
        Console.WriteLine($"{target.Name}: {path}: {problem}");
    }
}
