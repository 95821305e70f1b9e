using System.Text.RegularExpressions;
using RulesEngine.Bpf.Abi;

namespace RulesEngine.Bpf.Tests.Abi;

public sealed class AbiLayoutTests
{
    [Fact]
    public void Every_mirror_fits_the_types_in_the_object() =>
        Assert.Empty(AbiLayout.Compare(Repository.ObjectOrSkip()));

    [Fact]
    public void A_file_without_types_is_a_difference() =>
        Assert.NotEmpty(AbiLayout.Compare(Path.Combine(Repository.Root, "RulesEngine.sln")));

    [Theory]
    [InlineData("RE_ABI_VERSION", AbiLimits.Version)]
    [InlineData("RE_CLAUSES_MAX", AbiLimits.ClausesMax)]
    [InlineData("RE_KEY_TEXT_BYTES", AbiLimits.KeyTextBytes)]
    [InlineData("RE_COMM_BYTES", AbiLimits.CommBytes)]
    [InlineData("RE_GENERATIONS", AbiLimits.Generations)]
    [InlineData("RE_VECTORS_MAX", AbiLimits.VectorsMax)]
    [InlineData("RE_SYSCALLS_MAX", AbiLimits.SyscallsMax)]
    [InlineData("RE_SCRATCHES_PER_CPU", AbiLimits.ScratchesPerCpu)]
    [InlineData("RE_TRIAL_ERRNO", AbiLimits.TrialErrno)]
    public void A_limit_is_the_headers(string macro, int mirror)
    {
        var header = File.ReadAllText(Path.Combine(Repository.Root, "bpf", "include", "re_abi.h"));
        var match = Macro(macro).Match(header);
        Assert.True(match.Success, $"{macro} is not in re_abi.h");
        Assert.Equal(mirror, int.Parse(match.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("Denied", "DENIED")]
    [InlineData("RingFull", "RING_FULL")]
    [InlineData("RecordTooLong", "RECORD_TOO_LONG")]
    public void A_name_has_one_C_spelling(string ours, string theirs) => Assert.Equal(theirs, AbiLayout.ToUpperSnake(ours));

    private static Regex Macro(string name) => new($@"^#define\s+{name}\s+(\d+)", RegexOptions.Multiline);
}
