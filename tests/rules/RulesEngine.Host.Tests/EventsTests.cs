using System.Diagnostics;

namespace RulesEngine.Host.Tests;

/// <summary><c>rulesengine events</c> on the demo's capture.</summary>
public sealed class EventsTests
{
    private const string Capture = "tests/kernel/demo/session.scap";

    [Fact]
    public void An_events_line_is_falcos_default_format()
    {
        var outcome = Engine.Run("events", Capture, "-f", "evt.type = execve and proc.name = curl", "-n", "1");
        Assert.Equal(0, outcome.Exit);
        Assert.Matches(@"^\d+ \d\d:\d\d:\d\d\.\d{9} \d+ curl \(\d+\) < execve res=0 exe=\S*curl args=[^\n]*\n$", outcome.Output);
    }

    [Fact]
    public void A_format_pads_transforms_and_leaves_out_events_without_a_value()
    {
        var outcome = Engine.Run("events", Capture, "-f", "proc.name = curl", "-p", "%6proc.name|%toupper(proc.name)|%fd.lip");
        Assert.Equal(0, outcome.Exit);
        var lines = outcome.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.NotEmpty(lines);
        Assert.All(lines, line => Assert.Matches(@"^curl  \|CURL\|[0-9.]+$", line));
        var all = Engine.Run("events", Capture, "-f", "proc.name = curl", "-p", "*%fd.lip").Output;
        Assert.Contains("<NA>\n", all, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_has_the_typed_fields_of_the_format()
    {
        var outcome = Engine.Run("events", Capture, "-f", "evt.type = execve", "-n", "2", "--json", "-p", "%proc.name %evt.num");
        var lines = outcome.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, lines.Length);
        Assert.All(lines, line => Assert.Matches("""^\{"evt\.num":\d+,"proc\.name":"[^"]+"\}$""", line));
    }

    [Fact]
    public void A_condition_uses_the_lists_and_macros_of_rules_files()
    {
        using var workspace = new Workspace();
        var rules = workspace.Write("rules.yaml", "- list: fetchers\n  items: [curl, wget]\n- macro: fetch\n  condition: proc.name in (fetchers)\n");
        string[] query = ["events", Capture, "-r", rules, "-p", "%proc.name", "-f"];
        var byMacro = Engine.Run([.. query, "fetch and evt.type = execve"]);
        Assert.Equal("curl\n", byMacro.Output);
        Assert.Equal(byMacro.Output, Engine.Run([.. query, "proc.name in (fetchers) and evt.type = execve"]).Output);
    }

    [Fact]
    public void An_error_points_at_its_place_in_the_condition_or_the_format()
    {
        var condition = Engine.Run("events", Capture, "-f", "evt.type = open and proc.nme = cat");
        Assert.Equal(1, condition.Exit);
        Assert.Contains("-f:1:21: error", condition.Errors, StringComparison.Ordinal);
        Assert.Contains("\n" + new string(' ', 22) + "^\n", condition.Errors, StringComparison.Ordinal);
        Assert.Contains("did you mean `proc.name`?", condition.Errors, StringComparison.Ordinal);
        Assert.Contains("-f:1:20: error RE1002", Engine.Run("events", Capture, "-f", "evt.type = open and").Errors, StringComparison.Ordinal);
        Assert.Contains("error RE2033", Engine.Run("events", Capture, "-f", "fetch").Errors, StringComparison.Ordinal);

        var format = Engine.Run("events", Capture, "-p", "*%proc.name %20fd.nme");
        Assert.Equal(1, format.Exit);
        Assert.Contains("-p:1:13: error RE3003", format.Errors, StringComparison.Ordinal);
        Assert.Contains("did you mean `fd.name`?", format.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_reader_that_goes_away_is_no_error()
    {
        var outcome = Shell("\"$0\" events \"$1\" -p '%evt.num aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' | head -n 1; echo ${PIPESTATUS[0]}");
        Assert.EndsWith("\n0\n", outcome.Output, StringComparison.Ordinal);
        Assert.Equal("", outcome.Errors);
    }

    [Fact]
    public void A_capture_comes_through_a_pipe_and_output_is_appended_to_a_file()
    {
        using var workspace = new Workspace();
        var file = Path.Combine(workspace.Folder, "lines");
        Shell($"(echo first; \"$0\" events - -n 1 -p '%evt.type' < \"$1\"; echo last) > {file}");
        Assert.Matches("^first\n[a-z0-9]+\nlast\n$", File.ReadAllText(file));
    }

    [Fact]
    public void A_file_that_is_no_capture_is_named_as_such()
    {
        var outcome = Engine.Run("events", "README.md");
        Assert.Equal(1, outcome.Exit);
        Assert.Contains("README.md: at byte 0 of the uncompressed file: the file does not begin with a section header block", outcome.Errors, StringComparison.Ordinal);
    }

    /// <summary>A shell's script, in which <c>$0</c> is the executable and <c>$1</c> the capture.</summary>
    private static Outcome Shell(string script)
    {
        using var process = Process.Start(new ProcessStartInfo("bash", ["-c", script, Engine.Executable, Capture])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Engine.Root,
        })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new Outcome(process.ExitCode, output, errors.Result);
    }
}
