using System.Buffers.Text;

namespace RulesEngine.Bpf.StartUp;

/// <summary>
/// The lines of <c>/proc/PID/status</c> and the fields of <c>/proc/PID/stat</c> (proc(5)) by name and position. A value
/// that is missing or not a number reads as the default the caller gives: a process may end while it is being read.
/// </summary>
internal static class ProcStatus
{
    /// <summary>The <paramref name="column"/>-th number behind <c>Key:</c>, decimal.</summary>
    public static long Number(ReadOnlySpan<byte> status, ReadOnlySpan<byte> key, int column, long otherwise)
    {
        var rest = Line(status, key);
        for (var i = 0; i < column; i++)
            rest = SkipWord(rest);
        return Utf8Parser.TryParse(rest, out long value, out _) ? value : otherwise;
    }

    /// <summary>The last number behind <c>Key:</c>: the id in the innermost namespace for NStgid and its kin.</summary>
    public static long LastNumber(ReadOnlySpan<byte> status, ReadOnlySpan<byte> key, long otherwise)
    {
        var rest = Line(status, key);
        var value = otherwise;
        while (!rest.IsEmpty && Utf8Parser.TryParse(rest, out long number, out _))
        {
            value = number;
            rest = SkipWord(rest);
        }
        return value;
    }

    /// <summary>The hexadecimal number behind <c>Key:</c>.</summary>
    public static ulong Hexadecimal(ReadOnlySpan<byte> status, ReadOnlySpan<byte> key) =>
        Utf8Parser.TryParse(Line(status, key), out ulong value, out _, 'x') ? value : 0;

    /// <summary>
    /// Field <paramref name="number"/> of a stat line, counted from 1 as proc(5) does; the name in field 2 may hold
    /// blanks and parentheses, so counting starts behind the last one.
    /// </summary>
    public static long Field(ReadOnlySpan<byte> stat, int number, long otherwise)
    {
        var close = stat.LastIndexOf((byte)')');
        if (close < 0 || number < 3)
            return otherwise;
        var rest = stat[(close + 1)..].TrimStart((byte)' ');
        for (var i = 3; i < number; i++)
            rest = SkipWord(rest);
        return Utf8Parser.TryParse(rest, out long value, out _) ? value : otherwise;
    }

    private static ReadOnlySpan<byte> Line(ReadOnlySpan<byte> status, ReadOnlySpan<byte> key)
    {
        while (!status.IsEmpty)
        {
            var end = status.IndexOf((byte)'\n');
            var line = end < 0 ? status : status[..end];
            if (line.Length > key.Length && line.StartsWith(key) && line[key.Length] == (byte)':')
                return line[(key.Length + 1)..].Trim(" \t"u8);
            status = end < 0 ? default : status[(end + 1)..];
        }
        return default;
    }

    private static ReadOnlySpan<byte> SkipWord(ReadOnlySpan<byte> text)
    {
        var blank = text.IndexOfAny((byte)' ', (byte)'\t');
        return blank < 0 ? default : text[blank..].TrimStart(" \t"u8);
    }
}
