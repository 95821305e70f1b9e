using System.Globalization;
using System.Text.RegularExpressions;
using RulesEngine.Runtime.Matching;

namespace RulesEngine.Runtime.Tests.Matching;

/// <summary>The numbers that planning takes for granted are those of the C header.</summary>
public sealed partial class KernelLimitsTests
{
    private static readonly string Header = File.ReadAllText(Path.Combine(WorkingTree.Root, "bpf/include/re_abi.h"));

    [Fact]
    public void Limits_are_those_of_the_header()
    {
        Assert.Equal(KernelLimits.Clauses, Constant("RE_CLAUSES_MAX"));
        Assert.Equal(KernelLimits.KeyTextBytes, Constant("RE_KEY_TEXT_BYTES"));
        Assert.Equal(KernelLimits.Dimensions, Constant("RE_DIM_COUNT"));
    }

    [Fact]
    public void Every_dimension_has_the_number_of_the_header()
    {
        foreach (var dimension in Enum.GetValues<KernelDimension>())
            Assert.Equal(Constant("RE_DIM_" + Words(dimension.ToString())), (int)dimension);
        Assert.Equal(KernelLimits.Dimensions, Enum.GetValues<KernelDimension>().Length);
    }

    [Fact]
    public void Every_access_bit_is_that_of_the_header()
    {
        (OpenAccess Bit, string Name)[] bits =
        [
            (OpenAccess.Read, "READ"), (OpenAccess.Write, "WRITE"), (OpenAccess.Create, "CREATE"),
            (OpenAccess.Execute, "EXEC"), (OpenAccess.Directory, "DIRECTORY"),
        ];
        Assert.All(bits, item => Assert.Equal(Constant("RE_ACCESS_" + item.Name), (int)item.Bit));
        Assert.Equal(bits.Length + 1, Enum.GetValues<OpenAccess>().Length);
    }

    private static int Constant(string name)
    {
        var match = Regex.Match(Header, $@"\b{name}(?:\s*=\s*|\s+)(\d+)");
        Assert.True(match.Success, $"{name} is not in the header");
        return int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);
    }

    /// <summary>FdName is FD_NAME, ProcExePath is PROC_EXEPATH.</summary>
    private static string Words(string pascal) =>
        WordStart().Replace(pascal.Replace("ExePath", "Exepath", StringComparison.Ordinal), "_$1").ToUpperInvariant();

    [GeneratedRegex("(?<=[a-z])([A-Z])")]
    private static partial Regex WordStart();
}
