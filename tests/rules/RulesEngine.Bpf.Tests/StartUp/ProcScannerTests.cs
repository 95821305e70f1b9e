using System.Text;
using RulesEngine.Bpf.StartUp;
using RulesEngine.Runtime.State;

namespace RulesEngine.Bpf.Tests.StartUp;

public sealed class ProcScannerTests
{
    private static readonly ThreadInfo Self =
        new ProcScanner().Threads().Single(thread => thread.Tid == Environment.ProcessId);

    [Fact]
    public void This_process_is_found_with_its_identity()
    {
        Assert.Equal(Environment.ProcessId, Self.Pid);
        Assert.Equal(File.ReadAllText("/proc/self/comm").TrimEnd('\n'), Encoding.UTF8.GetString(Self.Comm));
        Assert.Equal(Environment.ProcessPath, Encoding.UTF8.GetString(Self.ExePath));
        Assert.Equal(Environment.CurrentDirectory.TrimEnd('/') + "/", Encoding.UTF8.GetString(Self.Cwd));
        Assert.True(Self.IsMain);
    }

    [Fact]
    public void A_thread_is_found_by_its_number_and_one_that_is_gone_is_not()
    {
        var scanner = new ProcScanner();
        Assert.Equal(Self.Comm, scanner.Find(Environment.ProcessId)!.Comm);
        var other = scanner.Threads().First(thread => thread.Pid == Environment.ProcessId && thread.Tid != thread.Pid);
        Assert.Equal(Environment.ProcessId, scanner.Find(other.Tid)!.Pid);
        Assert.Null(scanner.Find(int.MaxValue));
    }

    [Fact]
    public void Its_threads_belong_to_it()
    {
        var others = new ProcScanner().Threads().Where(thread => thread.Pid == Environment.ProcessId && thread.Tid != thread.Pid);
        Assert.All(others, thread => Assert.True((thread.Flags & ThreadFlags.CloneThread) != 0));
        Assert.NotEmpty(others);
    }

    [Fact]
    public void The_first_argument_is_the_exe_and_the_others_are_the_arguments()
    {
        var words = Encoding.UTF8.GetString(File.ReadAllBytes("/proc/self/cmdline")).TrimEnd('\0').Split('\0');
        Assert.Equal(words[0], Encoding.UTF8.GetString(Self.Exe));
        Assert.Equal(words.Length - 1, Self.Args.Count);
    }

    [Fact]
    public void Root_is_among_the_users_and_groups()
    {
        var users = new UserTable();
        new ProcScanner().ReadUsers(users);
        Assert.Equal("root"u8.ToArray(), users.FindUser(default, 0)!.Name);
        Assert.Equal("root"u8.ToArray(), users.FindGroup(default, 0)!.Name);
    }

    [Fact]
    public void The_machine_has_a_boot_time_in_the_past_and_some_memory()
    {
        var machine = new ProcScanner().ReadMachine();
        var now = (ulong)TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() * 1_000_000_000;
        Assert.InRange(machine.BootTimeNs, 1_000_000_000_000_000_000UL, now);
        Assert.True(machine.MemoryBytes > 1 << 20);
    }

    [Fact]
    public void A_process_name_with_blanks_and_parentheses_does_not_shift_the_fields()
    {
        var stat = "7 (a) b (c)) S 3 4 5 1025 6"u8;
        Assert.Equal(3, ProcStatus.Field(stat, 4, -1));
        Assert.Equal(1025, ProcStatus.Field(stat, 7, -1));
        Assert.Equal(-1, ProcStatus.Field(stat, 30, -1));
    }

    [Fact]
    public void A_folder_that_is_no_proc_gives_nothing()
    {
        var folder = Directory.CreateTempSubdirectory("rulesengine-test-");
        folder.CreateSubdirectory("12");
        Assert.Empty(new ProcScanner(folder.FullName, folder.FullName).Threads());
        folder.Delete(recursive: true);
    }
}
