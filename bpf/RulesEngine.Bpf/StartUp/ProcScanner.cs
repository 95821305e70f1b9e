using System.Globalization;
using System.Text;
using RulesEngine.Runtime.State;

namespace RulesEngine.Bpf.StartUp;

/// <summary>
/// What runs already when the engine starts: processes and threads of <c>/proc</c>, users and groups of <c>/etc</c>.
/// It runs after the programs are attached, so that a process born meanwhile is seen by one of the two; what ends while
/// it is being read is left out. Events that arrive afterwards correct what was read.
/// </summary>
public sealed class ProcScanner(string root = "/proc", string etc = "/etc")
{
    // Falco keeps at most one page of each of these.
    private const int MostTextBytes = 4096;

    /// <summary>Every thread, main threads before the others of their process; entries are complete but not linked.</summary>
    public IEnumerable<ThreadInfo> Threads()
    {
        foreach (var process in Directory.EnumerateDirectories(root))
        {
            if (!long.TryParse(Path.GetFileName(process), NumberStyles.None, CultureInfo.InvariantCulture, out var pid))
                continue;
            if (Read(process, pid, pid) is not { } main)
                continue;
            yield return main;
            foreach (var thread in OtherThreads(process, pid))
                yield return thread;
        }
    }

    /// <summary>One thread, whether or not it is a process's first; null when it is gone.</summary>
    public ThreadInfo? Find(long tid)
    {
        var folder = Path.Combine(root, tid.ToString(CultureInfo.InvariantCulture));
        var pid = ProcStatus.Number(ReadFile(Path.Combine(folder, "status")), "Tgid"u8, 0, -1);
        return pid < 0 ? null : Read(folder, tid, pid);
    }

    /// <summary>Fills users and groups of the host; a file that cannot be read leaves its table as it is.</summary>
    public void ReadUsers(UserTable users)
    {
        foreach (var fields in Colons(Path.Combine(etc, "passwd"), 7))
        {
            if (uint.TryParse(fields[2], out var uid) && uint.TryParse(fields[3], out var gid))
                users.SetUser(default, new UserInfo(uid, gid, Bytes(fields[0]), Bytes(fields[5]), Bytes(fields[6])));
        }
        foreach (var fields in Colons(Path.Combine(etc, "group"), 4))
        {
            if (uint.TryParse(fields[2], out var gid))
                users.SetGroup(default, new GroupInfo(gid, Bytes(fields[0])));
        }
    }

    /// <summary>The machine as the machine-info block of a capture describes it.</summary>
    public MachineInfo ReadMachine()
    {
        var boot = ProcStatus.Number(Replace(ReadFile(Path.Combine(root, "stat")), (byte)' ', (byte)':', "btime"u8), "btime"u8, 0, 0);
        var memory = ProcStatus.Number(ReadFile(Path.Combine(root, "meminfo")), "MemTotal"u8, 0, 0) * 1024;
        var pids = long.TryParse(Encoding.ASCII.GetString(ReadFile(Path.Combine(root, "sys/kernel/pid_max"))).Trim(), out var most) ? most : 0;
        return new MachineInfo((uint)Environment.ProcessorCount, (ulong)memory, (ulong)pids, Bytes(Environment.MachineName),
            (ulong)boot * 1_000_000_000, 0);
    }

    private static IEnumerable<ThreadInfo> OtherThreads(string process, long pid)
    {
        string[] tasks;
        try
        {
            tasks = Directory.GetDirectories(Path.Combine(process, "task"));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            yield break;
        }
        foreach (var task in tasks)
        {
            if (long.TryParse(Path.GetFileName(task), NumberStyles.None, CultureInfo.InvariantCulture, out var tid)
                && tid != pid && Read(task, tid, pid) is { } thread)
                yield return thread;
        }
    }

    private static ThreadInfo? Read(string folder, long tid, long pid)
    {
        var status = ReadFile(Path.Combine(folder, "status"));
        var stat = ReadFile(Path.Combine(folder, "stat"));
        if (status.Length == 0 || stat.Length == 0)
            return null;
        var arguments = ByteStrings.From(Cut(ReadFile(Path.Combine(folder, "cmdline"))));
        var first = First(arguments);
        return new ThreadInfo
        {
            Tid = tid,
            Pid = pid,
            ParentTid = ProcStatus.Number(status, "PPid"u8, 0, -1),
            TidInNamespace = ProcStatus.LastNumber(status, "NSpid"u8, tid),
            PidInNamespace = ProcStatus.LastNumber(status, "NStgid"u8, pid),
            ProcessGroupId = ProcStatus.Field(stat, 5, -1),
            ProcessGroupIdInNamespace = ProcStatus.LastNumber(status, "NSpgid"u8, -1),
            SessionId = ProcStatus.Field(stat, 6, -1),
            Flags = tid == pid ? ThreadFlags.IsMainThread : ThreadFlags.CloneThread | ThreadFlags.CloneFiles,
            Comm = Name(stat),
            Exe = first.Length > 0 ? first : Name(stat),
            ExePath = WithoutDeleted(Link(Path.Combine(folder, "exe"))),
            Root = Link(Path.Combine(folder, "root")),
            Cwd = WithSlash(Link(Path.Combine(folder, "cwd"))),
            Args = ByteStrings.From(arguments.Raw.AsSpan(Math.Min(first.Length + 1, arguments.Raw.Length))),
            Env = ByteStrings.From(Cut(ReadFile(Path.Combine(folder, "environ")))),
            CGroups = ControlGroups(ReadFile(Path.Combine(folder, "cgroup"))),
            Uid = (uint)ProcStatus.Number(status, "Uid"u8, 1, ThreadInfo.NoId),
            Gid = (uint)ProcStatus.Number(status, "Gid"u8, 1, ThreadInfo.NoId),
            LoginUid = LoginUid(ReadFile(Path.Combine(folder, "loginuid"))),
            CapInheritable = ProcStatus.Hexadecimal(status, "CapInh"u8),
            CapPermitted = ProcStatus.Hexadecimal(status, "CapPrm"u8),
            CapEffective = ProcStatus.Hexadecimal(status, "CapEff"u8),
            Tty = (uint)ProcStatus.Field(stat, 7, 0),
            VmSizeKb = (uint)ProcStatus.Number(status, "VmSize"u8, 0, 0),
            VmRssKb = (uint)ProcStatus.Number(status, "VmRSS"u8, 0, 0),
            VmSwapKb = (uint)ProcStatus.Number(status, "VmSwap"u8, 0, 0),
            MinorFaults = (ulong)ProcStatus.Field(stat, 10, 0),
            MajorFaults = (ulong)ProcStatus.Field(stat, 12, 0),
        };
    }

    private static byte[] Name(ReadOnlySpan<byte> stat)
    {
        var open = stat.IndexOf((byte)'(');
        var close = stat.LastIndexOf((byte)')');
        return open >= 0 && close > open ? stat[(open + 1)..close].ToArray() : [];
    }

    private static byte[] First(ByteStrings strings)
    {
        foreach (var text in strings)
            return text.ToArray();
        return [];
    }

    /// <summary>Lines <c>id:controllers:path</c> as <c>controller=path</c>, in the form of the clone and exec events.</summary>
    private static ByteStrings ControlGroups(ReadOnlySpan<byte> text)
    {
        var entries = new List<byte>();
        foreach (var range in text.Split((byte)'\n'))
        {
            var line = text[range];
            var first = line.IndexOf((byte)':');
            var second = first < 0 ? -1 : line[(first + 1)..].IndexOf((byte)':');
            if (second < 0)
                continue;
            var controllers = line.Slice(first + 1, second);
            var path = line[(first + second + 2)..];
            foreach (var part in controllers.Split((byte)','))
            {
                entries.AddRange(controllers[part]);
                entries.Add((byte)'=');
                entries.AddRange(path);
                entries.Add(0);
            }
        }
        return ByteStrings.From(entries.ToArray());
    }

    private static uint LoginUid(ReadOnlySpan<byte> text) =>
        uint.TryParse(text.Trim("\n "u8), NumberStyles.None, CultureInfo.InvariantCulture, out var uid) ? uid : ThreadInfo.NoId;

    private static byte[] WithSlash(byte[] path) => path.Length > 0 && path[^1] != '/' ? [.. path, (byte)'/'] : path;

    private static byte[] WithoutDeleted(byte[] path)
    {
        var mark = " (deleted)"u8;
        return path.AsSpan().EndsWith(mark) ? path[..^mark.Length] : path;
    }

    private static ReadOnlySpan<byte> Cut(byte[] text) => text.AsSpan(0, Math.Min(text.Length, MostTextBytes));

    private static byte[] Link(string path)
    {
        try
        {
            return Bytes(File.ResolveLinkTarget(path, returnFinalTarget: false)?.FullName ?? "");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static byte[] ReadFile(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static byte[] Replace(byte[] text, byte from, byte to, ReadOnlySpan<byte> behind)
    {
        var at = text.AsSpan().IndexOf(behind);
        if (at >= 0 && at + behind.Length < text.Length && text[at + behind.Length] == from)
            text[at + behind.Length] = to;
        return text;
    }

    private static IEnumerable<string[]> Colons(string file, int columns) =>
        Encoding.UTF8.GetString(ReadFile(file)).Split('\n').Select(line => line.Split(':')).Where(fields => fields.Length >= columns);

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
