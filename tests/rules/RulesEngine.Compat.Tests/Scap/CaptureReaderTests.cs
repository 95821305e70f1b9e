using RulesEngine.Compat.Scap;

namespace RulesEngine.Compat.Tests.Scap;

public class CaptureReaderTests
{
    [Theory]
    [InlineData("cat_write", 345, 307, 303)]
    [InlineData("connect_localhost", 374, 371, 370)]
    [InlineData("empty", 143, 143, 143)]
    [InlineData("open-multiple-files", 1272, 1243, 1227)]
    [InlineData("ping_sendto", 1526, 1516, 1516)]
    [InlineData("psp_privileged", 2059, 2059, 2059)]
    [InlineData("psp_run_as_user_0_container", 4143, 2795, 2784)]
    [InlineData("psp_run_as_user_65534_container", 241, 241, 239)]
    [InlineData("psp_write_tmp_test", 229, 229, 227)]
    [InlineData("syscall", 368, 366, 362)]
    [InlineData("curl_google", 1536, 991, 939)]
    [InlineData("curl_google_comments", 1536, 991, 939)]
    [InlineData("sample", 572, 485, 390)]
    [InlineData("single_ipv6_conn", 1728, 1717, 1714)]
    [InlineData("test_ipv6_client", 326, 297, 293)]
    public void Captures_of_every_version_yield_as_many_events_as_in_Falco(
        string capture, int raw, int delivered, int forRules)
    {
        var result = CaptureCorpus.Replay(File.OpenRead(CaptureCorpus.CapturePath(capture)));
        Assert.Null(result.Error);
        Assert.Equal(CaptureStatus.EndOfFile, result.Status);
        Assert.Equal((raw, delivered, forRules), ((int)result.Raw, result.Delivered, result.ForRules));
    }

    [Fact]
    public void Captures_one_after_another_in_one_file_are_read_as_one()
    {
        var one = File.ReadAllBytes(CaptureCorpus.CapturePath("sample"));
        var single = CaptureCorpus.Replay(new MemoryStream(one));
        var numbers = new List<long>();
        var twice = CaptureCorpus.Replay(new MemoryStream([.. one, .. one]), context => numbers.Add(context.Number));
        Assert.Null(twice.Error);
        Assert.Equal(2 * single.Delivered, twice.Delivered);
        Assert.Equal(2 * single.ForRules, twice.ForRules);
        Assert.Equal(twice.Delivered, numbers[^1]);
    }

    [Fact]
    public void A_file_that_is_no_capture_is_told_apart_from_a_damaged_one()
    {
        Assert.Equal(CaptureErrorKind.NotACapture, CaptureCorpus.Replay(new MemoryStream([])).Error!.Kind);
        var text = "this is not a capture, it is text of some length"u8.ToArray();
        Assert.Equal(CaptureErrorKind.NotACapture, CaptureCorpus.Replay(new MemoryStream(text)).Error!.Kind);
        var sample = File.ReadAllBytes(CaptureCorpus.CapturePath("sample"));
        sample[8] ^= 1;
        Assert.Equal(CaptureErrorKind.NotACapture, CaptureCorpus.Replay(new MemoryStream(sample)).Error!.Kind);
        sample[8] ^= 1;
        sample[12] = 2;
        Assert.Equal(CaptureErrorKind.UnsupportedVersion, CaptureCorpus.Replay(new MemoryStream(sample)).Error!.Kind);
    }
}
