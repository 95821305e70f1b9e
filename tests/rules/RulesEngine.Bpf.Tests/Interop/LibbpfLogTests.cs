using RulesEngine.Bpf.Interop;

namespace RulesEngine.Bpf.Tests.Interop;

public sealed class LibbpfLogTests
{
    private const string Refusal = """
        libbpf: prog 'guard_open': BPF program load failed: Permission denied
        libbpf: prog 'guard_open': -- BEGIN PROG LOAD LOG --
        0: R1=ctx() R10=fp0
        12: (71) r1 = *(u8 *)(r0 +4096)
        R0 unbounded memory access, make sure to bounds check any such access
        verification time 46 usec
        stack depth 16+0
        processed 12 insns (limit 1000000) max_states_per_insn 0 total_states 1 peak_states 1 mark_read 1
        -- END PROG LOAD LOG --
        libbpf: failed to load object 'rulesengine.bpf.o'
        """;

    [Fact]
    public void A_refusal_shows_the_verifiers_last_two_lines_that_say_why() =>
        Assert.Equal(
            ["12: (71) r1 = *(u8 *)(r0 +4096)", "R0 unbounded memory access, make sure to bounds check any such access"],
            LibbpfLog.Meaningful(Refusal, 2));

    [Fact]
    public void Without_a_verifiers_log_the_last_lines_of_all_are_shown() =>
        Assert.Equal(["b", "c"], LibbpfLog.Meaningful("a\nb\n\nc\n", 2));

    [Fact]
    public void What_libbpf_says_is_collected()
    {
        var missing = Path.Combine(Path.GetTempPath(), $"no-such-object-{Guid.NewGuid():N}.o");
        using var bpfObject = RulesEngine.Bpf.Loading.BpfObject.Open(missing, out var refusal);
        Assert.Null(bpfObject);
        Assert.Equal(2, refusal!.Errno);
        Assert.Contains(Path.GetFileName(missing), refusal.FullLog, StringComparison.Ordinal);
    }
}
