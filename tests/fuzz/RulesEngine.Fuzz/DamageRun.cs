using System.Diagnostics;
using RulesEngine.TestSupport;

namespace RulesEngine.Fuzz;

/// <summary>
/// Every capture at hand, cut and changed in every way that <see cref="CaptureDamage"/> knows: the same inputs in every
/// run, unlike those of the fuzz targets. An input that throws, takes long or allocates out of proportion is bad.
/// </summary>
internal sealed class DamageRun(CaptureTarget target)
{
    private const int Rounds = 200;
    private const int SlowSeconds = 10;
    private const long AllocationMost = 256 << 20;

    /// <summary>The number of bad inputs.</summary>
    public int Run(TextWriter output)
    {
        var bad = 0;
        var count = 0;
        var largest = 0L;
        foreach (var path in Inputs.Paths("../shared/corpus/captures", "*.scap"))
        {
            var counted = count;
            foreach (var damaged in CaptureDamage.Of(File.ReadAllBytes(path), Rounds))
            {
                count++;
                var (problem, allocated) = Try(damaged.Bytes);
                largest = Math.Max(largest, allocated);
                if (problem is null) continue;
                bad++;
                output.WriteLine($"{Path.GetFileName(path)}, {damaged.Damage}: {problem}");
            }
            output.WriteLine($"{Path.GetFileName(path)}: {count - counted} inputs");
        }
        output.WriteLine($"damage: {count} inputs, {bad} bad, {largest >> 20} MiB allocated at most");
        return bad;
    }

    private (string? Problem, long Allocated) Try(byte[] input)
    {
        var watch = Stopwatch.StartNew();
        var before = GC.GetAllocatedBytesForCurrentThread();
        string? problem = null;
        try
        {
            target.Read(input);
        }
        catch (Exception error)
        {
            problem = error.ToString();
        }
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        if (watch.Elapsed.TotalSeconds > SlowSeconds) problem ??= $"took {watch.Elapsed.TotalSeconds:F1} s";
        if (allocated > AllocationMost) problem ??= $"allocated {allocated >> 20} MiB";
        return (problem, allocated);
    }
}
