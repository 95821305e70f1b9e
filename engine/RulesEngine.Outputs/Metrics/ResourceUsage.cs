using System.Globalization;

namespace RulesEngine.Outputs.Metrics;

/// <summary>
/// What the process and its host use, read from <c>/proc</c> at one moment. A file that cannot be read leaves zeros:
/// metrics must not fail because a container hides something.
/// </summary>
public sealed record ResourceUsage
{
    private const double TicksPerSecond = 100;

    /// <summary>Processor time over time alive, in percent; above 100 with several busy threads.</summary>
    public double CpuPercent { get; init; }

    public long RssBytes { get; init; }

    public long VszBytes { get; init; }

    public long PssBytes { get; init; }

    public long ContainerMemoryBytes { get; init; }

    /// <summary>Busy share of the host's processors since boot, in percent.</summary>
    public double HostCpuPercent { get; init; }

    public long HostMemoryBytes { get; init; }

    public long HostProcsRunning { get; init; }

    public long HostOpenFds { get; init; }

    /// <param name="procRoot">The mount of the proc file system to read.</param>
    /// <param name="containerMemoryFile">The memory control group's usage file; <c>FALCO_CGROUP_MEM_PATH</c>.</param>
    public static ResourceUsage Read(string procRoot = "/proc", string containerMemoryFile = "/sys/fs/cgroup/memory.current")
    {
        var status = Table(Path.Combine(procRoot, "self/status"));
        var memory = Table(Path.Combine(procRoot, "meminfo"));
        var host = Lines(Path.Combine(procRoot, "stat"));
        return new ResourceUsage
        {
            CpuPercent = CpuSinceStart(procRoot),
            RssBytes = status.GetValueOrDefault("VmRSS") * 1024,
            VszBytes = status.GetValueOrDefault("VmSize") * 1024,
            PssBytes = Table(Path.Combine(procRoot, "self/smaps_rollup")).GetValueOrDefault("Pss") * 1024,
            ContainerMemoryBytes = Number(Lines(containerMemoryFile).FirstOrDefault()),
            HostCpuPercent = HostCpu(host),
            HostMemoryBytes = (memory.GetValueOrDefault("MemTotal") - memory.GetValueOrDefault("MemFree") -
                               memory.GetValueOrDefault("Buffers") - memory.GetValueOrDefault("Cached")) * 1024,
            HostProcsRunning = host.Where(line => line.StartsWith("procs_running ", StringComparison.Ordinal))
                .Select(line => Number(line[14..]))
                .FirstOrDefault(),
            HostOpenFds = Number(Lines(Path.Combine(procRoot, "sys/fs/file-nr")).FirstOrDefault()),
        };
    }

    private static double CpuSinceStart(string procRoot)
    {
        var stat = Lines(Path.Combine(procRoot, "self/stat")).FirstOrDefault() ?? "";
        // The second value is the name in parentheses and may hold blanks; the third follows its last parenthesis.
        var values = stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (values.Length < 20)
            return 0;
        var busy = (Number(values[11]) + Number(values[12])) / TicksPerSecond;
        var uptime = Lines(Path.Combine(procRoot, "uptime")).FirstOrDefault()?.Split(' ')[0];
        var alive = Real(uptime) - Number(values[19]) / TicksPerSecond;
        return alive > 0 ? 100 * busy / alive : 0;
    }

    private static double HostCpu(string[] stat)
    {
        var times = stat.Length == 0
            ? []
            : stat[0].Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Take(8).Select(Number).ToArray();
        var total = times.Sum();
        // Idle and waiting for input or output.
        return total > 0 && times.Length > 4 ? 100.0 * (total - times[3] - times[4]) / total : 0;
    }

    private static Dictionary<string, long> Table(string file)
    {
        var table = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var line in Lines(file))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0)
                table[line[..colon]] = Number(line[(colon + 1)..]);
        }

        return table;
    }

    private static string[] Lines(string file)
    {
        try
        {
            return File.ReadAllLines(file);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>The number a text begins with, after blanks.</summary>
    private static long Number(string? text)
    {
        var digits = (text ?? "").AsSpan().TrimStart();
        var end = digits.IndexOfAnyExceptInRange('0', '9');
        return long.TryParse(end < 0 ? digits : digits[..end], CultureInfo.InvariantCulture, out var value) ? value : 0;
    }

    private static double Real(string? text) =>
        double.TryParse(text, CultureInfo.InvariantCulture, out var value) ? value : 0;
}
