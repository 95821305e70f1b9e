using System.Globalization;
using RulesEngine.Bpf.Abi;
using RulesEngine.Bpf.Enforcement;
using RulesEngine.Runtime.Events;

namespace RulesEngine.Bpf.Tests.Enforcement;

public sealed class SyscallEventsTests
{
    private const string Headers = "/usr/include/x86_64-linux-gnu/asm";

    public static TheoryData<string, int, ushort> Calls() => new()
    {
        { "open", (int)ReFamily.Open, EventCodes.OpenExit },
        { "creat", (int)ReFamily.Open, EventCodes.CreatExit },
        { "openat", (int)ReFamily.Open, EventCodes.OpenAtExit },
        { "openat2", (int)ReFamily.Open, EventCodes.OpenAt2Exit },
        { "open_by_handle_at", (int)ReFamily.Open, EventCodes.OpenByHandleAtExit },
        { "execve", (int)ReFamily.Exec, EventCodes.ExecveExit },
        { "execveat", (int)ReFamily.Exec, EventCodes.ExecveExit },
        { "connect", (int)ReFamily.Connect, EventCodes.ConnectExit },
        { "sendto", (int)ReFamily.Send, EventCodes.SendToExit },
        { "sendmsg", (int)ReFamily.Send, EventCodes.SendMsgExit },
        { "sendmmsg", (int)ReFamily.Send, EventCodes.SendMmsgExit },
        { "io_uring_enter", (int)ReFamily.IoUring, 0 },
    };

    [Theory]
    [MemberData(nameof(Calls))]
    public void A_call_has_the_number_of_the_systems_headers(string name, int family, ushort code)
    {
        foreach (var (abi, file) in new[] { (ReSyscallAbi.X64, "unistd_64.h"), (ReSyscallAbi.Ia32, "unistd_32.h"), (ReSyscallAbi.X32, "unistd_x32.h") })
        {
            var number = Number(file, name);
            var entry = SyscallEvents.Entries().Single(entry => entry.Index == ((int)abi * AbiLimits.SyscallsMax) + number);
            Assert.Equal(family, entry.Value.Families);
            Assert.Equal(code, entry.Value.Event);
        }
    }

    [Fact]
    public void No_number_is_listed_twice() =>
        Assert.Equal(
            SyscallEvents.Entries().Count(), SyscallEvents.Entries().Select(entry => entry.Index).Distinct().Count());

    [Fact]
    public void Socketcall_is_told_apart_by_its_argument() =>
        Assert.Equal(
            (int)ReFamily.Socketcall,
            SyscallEvents.Entries().Single(entry => entry.Index == AbiLimits.SyscallsMax + Number("unistd_32.h", "socketcall")).Value.Families);

    private static int Number(string file, string name)
    {
        var path = Path.Combine(Headers, file);
        if (!File.Exists(path))
            Assert.Skip($"{path} is not there: install libc6-dev");
        var words = File.ReadLines(path).Select(line => line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries))
            .Single(words => words is ["#define", var defined, ..] && defined == $"__NR_{name}");
        // x32 numbers are written with their bit: (__X32_SYSCALL_BIT + 2).
        return int.Parse(words[^1].TrimEnd(')'), CultureInfo.InvariantCulture);
    }
}
