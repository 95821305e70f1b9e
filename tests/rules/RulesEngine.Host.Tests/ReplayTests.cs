namespace RulesEngine.Host.Tests;

/// <summary>The first river's end to the second's: rules and a capture in, alerts on standard output.</summary>
public sealed class ReplayTests
{
    private const string Demo = "tests/kernel/demo/session.scap";

    private static string Capture(string name)
    {
        var path = Path.Combine(Engine.Corpus, "captures", name + ".scap");
        Assert.SkipUnless(File.Exists(path), "the corpus ../shared/corpus is not here");
        return path;
    }

    [Fact]
    public void The_stable_rules_over_a_capture_print_falcos_lines_and_statistics()
    {
        var outcome = Engine.Run("replay", Capture("synthetic_scenario"), "-r", Path.Combine(Engine.Corpus, "rules", "falco_rules.yaml"),
            "-o", "append_output[]={\"suggested_output\": true}");
        Assert.Equal(0, outcome.Exit);
        var expected = File.ReadAllText(Path.Combine(Engine.Corpus, "alerts", "synthetic_scenario.stable.txt"));
        Assert.StartsWith(expected, outcome.Output, StringComparison.Ordinal);
        Assert.StartsWith("Events detected: 21\n", outcome.Output[expected.Length..], StringComparison.Ordinal);
    }

    [Fact]
    public void A_truncated_capture_gives_the_alerts_before_the_damage_and_an_error_with_the_offset()
    {
        using var workspace = new Workspace();
        var whole = Unpacked(Capture("synthetic_scenario"));
        var cut = Path.Combine(workspace.Folder, "cut.scap");
        File.WriteAllBytes(cut, whole[..^1000]);
        var outcome = Engine.Run("replay", cut, "-r", Path.Combine(Engine.Corpus, "rules", "falco_rules.yaml"));
        Assert.Equal(1, outcome.Exit);
        Assert.Contains("at byte", outcome.Errors, StringComparison.Ordinal);
        Assert.Contains("Sensitive file opened", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_printed_format_is_appended_to_every_output()
    {
        using var workspace = new Workspace();
        var rules = workspace.Write(
            "rules.yaml", "- rule: one\n  desc: d\n  condition: evt.type = execve\n  output: ran\n  priority: WARNING\n");
        string[] replay = ["-r", rules, "-o", "engine.kind=replay", "-o", "engine.replay.capture_file=" + Demo,
            "-o", "stdout_output.enabled=true"];
        Assert.Contains(": Warning ran it=\"curl\"", Engine.Run([.. replay, "-p", "it=\"%proc.name\""]).Output.Replace("\\\"", "\"", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains(": Warning ran\n", Engine.Run([.. replay, "-p", "container"]).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("engine.kind=kmod", "-o engine.kind=kmod contradicts replay")]
    [InlineData("engine.kind=nodriver", "-o engine.kind=nodriver contradicts replay")]
    [InlineData("engine={kind: modern_ebpf}", "-o engine.kind=modern_ebpf contradicts replay")]
    [InlineData("engine.replay.capture_file=other.scap", "-o engine.replay.capture_file=other.scap contradicts replay")]
    public void An_option_that_names_another_source_of_events_is_refused(string option, string message)
    {
        var outcome = Engine.Run("replay", Demo, "-r", "rules", "-o", option);
        Assert.Equal(1, outcome.Exit);
        Assert.Contains(message, outcome.Errors, StringComparison.Ordinal);
        Assert.Empty(outcome.Output);
    }

    [Fact]
    public void A_configuration_of_the_live_engine_serves_a_replay_too()
    {
        using var workspace = new Workspace();
        var configuration = workspace.Write(
            "falco.yaml", "engine:\n  kind: modern_ebpf\n  replay:\n    capture_file: other.scap\npriority: debug\n");
        var outcome = Engine.Run("replay", Demo, "-r", "rules", "-c", configuration, "-o", "engine.kind=replay");
        Assert.Equal(0, outcome.Exit);
        Assert.Equal(Engine.Run("replay", Demo, "-r", "rules").Output, outcome.Output);
    }

    [Fact]
    public void The_demos_capture_fires_the_rules_we_ship()
    {
        var outcome = Engine.Run("replay", Demo, "-r", "rules");
        Assert.Equal(0, outcome.Exit);
        Assert.Contains("Read password hashes: 2", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("Run a program from a world-writable folder: 1", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("Contact the instance metadata service: 1", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_rule_we_ship_is_decided_inline()
    {
        var outcome = Engine.Run("plan", "rules", "--json");
        Assert.Equal(0, outcome.Exit);
        using var plan = System.Text.Json.JsonDocument.Parse(outcome.Output);
        var tiers = plan.RootElement.GetProperty("rules").EnumerateArray().Select(rule => rule.GetProperty("tier").GetString()).ToList();
        Assert.NotEmpty(tiers);
        Assert.All(tiers, tier => Assert.Equal("inline", tier));
    }

    private static byte[] Unpacked(string path)
    {
        var bytes = File.ReadAllBytes(path);
        if (bytes is not [0x1f, 0x8b, ..])
            return bytes;
        using var gzip = new System.IO.Compression.GZipStream(new MemoryStream(bytes), System.IO.Compression.CompressionMode.Decompress);
        using var whole = new MemoryStream();
        gzip.CopyTo(whole);
        return whole.ToArray();
    }
}
