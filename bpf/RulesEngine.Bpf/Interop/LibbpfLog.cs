using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace RulesEngine.Bpf.Interop;

/// <summary>
/// What libbpf would print, the verifier's complaints above all: collected per thread while a scope is open, dropped
/// otherwise, so that nothing of it reaches the console.
/// </summary>
internal static partial class LibbpfLog
{
    [ThreadStatic]
    private static StringBuilder? _collecting;

    [LibraryImport(LibbpfObject.Library, EntryPoint = "libbpf_set_print")]
    private static unsafe partial nint SetPrint(delegate* unmanaged[Cdecl]<int, byte*, nint, int> print);

    /// <summary>Runs an action and gives back what libbpf said on this thread meanwhile.</summary>
    internal static unsafe T Collect<T>(Func<T> action, out string log)
    {
        SetPrint(&OnPrint);
        _collecting = new StringBuilder();
        try
        {
            return action();
        }
        finally
        {
            log = _collecting.ToString();
            _collecting = null;
        }
    }

    /// <summary>The last lines of a log that say why: not the statistics, not the frame around them.</summary>
    internal static IReadOnlyList<string> Meaningful(string log, int count)
    {
        var lines = log.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var begin = Array.FindIndex(lines, line => line.Contains("BEGIN PROG LOAD LOG", StringComparison.Ordinal));
        var end = Array.FindIndex(lines, line => line.Contains("END PROG LOAD LOG", StringComparison.Ordinal));
        var part = begin >= 0 && end > begin ? lines[(begin + 1)..end] : lines;
        var meaningful = part.Where(line => !IsNoise(line)).ToArray();
        return meaningful.Length > count ? meaningful[^count..] : meaningful;
    }

    private static bool IsNoise(string line) =>
        line.StartsWith("processed ", StringComparison.Ordinal)
        || line.StartsWith("verification time", StringComparison.Ordinal)
        || line.StartsWith("stack depth", StringComparison.Ordinal)
        || line.StartsWith("subprog ", StringComparison.Ordinal)
        || line.StartsWith("mark_precise", StringComparison.Ordinal);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static unsafe int OnPrint(int level, byte* format, nint arguments)
    {
        // The argument list is passed through untouched; the C library bounds what it writes. Level 2 is debugging.
        try
        {
            if (_collecting is { } log && level < 2)
            {
                var buffer = new byte[1 << 16];
                fixed (byte* bytes = buffer)
                {
                    var length = Libc.Format(bytes, (nuint)buffer.Length, format, arguments);
                    log.Append(Encoding.UTF8.GetString(buffer, 0, Math.Clamp(length, 0, buffer.Length - 1)));
                }
            }
        }
        catch (OutOfMemoryException)
        {
            // A log line is not worth the process, and nothing may escape into native code.
        }

        return 0;
    }
}
