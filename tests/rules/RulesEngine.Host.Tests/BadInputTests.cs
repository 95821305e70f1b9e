namespace RulesEngine.Host.Tests;

/// <summary>A user's mistakes end in a place, a cause and exit code 1, and nothing is started.</summary>
public sealed class BadInputTests : IDisposable
{
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    private string Rule(string condition, string more = "") => _workspace.Write("rules.yaml",
        $"- rule: one\n  desc: d\n  condition: {condition}\n  output: o\n  priority: WARNING\n{more}");

    [Fact]
    public void A_condition_error_shows_file_line_column_and_a_caret_under_the_place()
    {
        var file = Rule("evt.type = openat and proc.nam = cat");
        var outcome = Engine.Run("check", file);
        Assert.Equal(1, outcome.Exit);
        var lines = outcome.Output.Split('\n');
        Assert.StartsWith($"{file}:3:", lines[0], StringComparison.Ordinal);
        Assert.Contains("proc.nam", lines[0], StringComparison.Ordinal);
        Assert.Equal("    condition: evt.type = openat and proc.nam = cat", lines[1]);
        Assert.Equal('^', lines[2].TrimStart()[0]);
    }

    [Fact]
    public void Text_that_is_not_yaml_names_its_line()
    {
        var file = _workspace.Write("rules.yaml", "- rule: one\n  desc: [\n");
        var outcome = Engine.Run("check", file);
        Assert.Equal(1, outcome.Exit);
        Assert.Contains($"{file}:", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("RE1001", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void An_action_that_cannot_be_had_names_the_predicate_in_the_way()
    {
        var file = Rule("evt.type = connect and container.image.repository = nginx", "  action: deny\n");
        var outcome = Engine.Run("plan", file);
        Assert.Equal(1, outcome.Exit);
        Assert.Contains("container.image.repository", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_live_start_with_an_action_that_cannot_be_had_fails_before_the_kernel_is_touched()
    {
        var file = Rule("evt.type = unlink and proc.name = rm", "  action: kill\n");
        var outcome = Engine.Run("-r", file, "-o", "log_stderr=false", "-o", "log_syslog=false");
        Assert.Equal(1, outcome.Exit);
        Assert.Contains("RE4002", outcome.Errors, StringComparison.Ordinal);
        Assert.Contains("unlink", outcome.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_rules_file_is_named()
    {
        var outcome = Engine.Run("plan", "/nonexistent/rules.yaml");
        Assert.Equal(1, outcome.Exit);
        Assert.Contains("Could not open file /nonexistent/rules.yaml for reading", outcome.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_capture_is_refused_with_the_offset()
    {
        var capture = _workspace.Write("not.scap", "this is text and no capture at all");
        var outcome = Engine.Run("replay", capture, "-r", Rule("evt.type = openat"));
        Assert.Equal(1, outcome.Exit);
        Assert.Contains("at byte 0", outcome.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_engine_kind_is_refused_with_falcos_words()
    {
        var outcome = Engine.Run("-r", Rule("evt.type = openat"), "-o", "engine.kind=gvisor");
        Assert.Equal(1, outcome.Exit);
        Assert.Contains("engine.kind 'gvisor' is not a valid kind.", outcome.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_process_id_that_cannot_be_written_is_one_line()
    {
        var outcome = Engine.Run(
            "-c", _workspace.Write("falco.yaml", "rules_files: []\n"), "-r", Rule("evt.type = open"), "-P", _workspace.Folder + "/none/pid",
            "-o", "engine.kind=replay", "-o", "engine.replay.capture_file=none.scap");
        Assert.Equal(1, outcome.Exit);
        Assert.StartsWith("Error: Could not write the process id to ", outcome.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", outcome.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--list")]
    [InlineData("check", "rules")]
    [InlineData("plan", "rules")]
    public void A_full_standard_output_is_one_line(params string[] command)
    {
        var outcome = Engine.RunInto("/dev/full", command);
        Assert.Equal(1, outcome.Exit);
        Assert.StartsWith("Error: ", outcome.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", outcome.Errors, StringComparison.Ordinal);
    }
}
