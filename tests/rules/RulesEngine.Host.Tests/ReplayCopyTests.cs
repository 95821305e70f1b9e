namespace RulesEngine.Host.Tests;

/// <summary>What <c>rulesengine replay</c> does for people beside Falco's alerts: a summary, a filter, a copy.</summary>
public sealed class ReplayCopyTests
{
    private const string Fields =
        "*%evt.type %proc.name %proc.exepath %proc.cmdline %proc.pname %proc.cwd %fd.name %fd.type %fd.l4proto %user.name %container.id %evt.args";

    private static readonly string Rules = Path.Combine(Engine.Corpus, "rules", "falco_rules.yaml");

    private static string Capture(string name)
    {
        var path = Path.Combine(Engine.Corpus, "captures", name + ".scap");
        Assert.SkipUnless(File.Exists(path), "the corpus ../shared/corpus is not here");
        return path;
    }

    [Fact]
    public void A_summary_lists_the_rules_that_alerted_and_nothing_is_drawn_where_there_is_no_terminal()
    {
        var outcome = Engine.Run("replay", Capture("synthetic_scenario"), "-r", Rules, "--summary");
        Assert.Equal(0, outcome.Exit);
        Assert.Contains("\nalerts  priority  rule\n     3  Warning   ", outcome.Output, StringComparison.Ordinal);
        Assert.EndsWith("    21  alerts of 13 of 25 rules\n", outcome.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Events detected", outcome.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("\e", outcome.Output + outcome.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("synthetic_scenario")]
    [InlineData("synthetic_events_1")]
    [InlineData("live_stock_stable")]
    [InlineData("psp_run_as_user_0_container")]
    public void A_copy_replays_to_the_same_events_and_alerts(string name)
    {
        using var workspace = new Workspace();
        var copy = Path.Combine(workspace.Folder, "copy.scap");
        var first = Engine.Run("replay", Capture(name), "-r", Rules, "--write", copy);
        Assert.Equal(0, first.Exit);
        Assert.Equal(first.Output, Engine.Run("replay", copy, "-r", Rules).Output);
        Assert.Equal(
            Engine.Run("events", Capture(name), "-p", "%evt.num " + Fields[1..]).Output,
            Engine.Run("events", copy, "-p", "%evt.num " + Fields[1..]).Output);
    }

    [Theory]
    [InlineData("synthetic_scenario", "evt.type in (openat, open, connect)")]
    [InlineData("live_web", "fd.l4proto = tcp")]
    [InlineData("live_stock_stable", "proc.name = cat")]
    [InlineData("psp_run_as_user_0_container", "evt.type = execve")]
    public void A_filtered_copy_shows_the_chosen_events_with_what_was_known_of_them(string name, string condition)
    {
        using var workspace = new Workspace();
        var copy = Path.Combine(workspace.Folder, "copy.scap");
        var outcome = Engine.Run("replay", Capture(name), "-r", Rules, "-f", condition, "--write", copy);
        Assert.Equal(0, outcome.Exit);
        var chosen = Engine.Run("events", Capture(name), "-f", condition, "-p", Fields).Output;
        Assert.NotEmpty(chosen);
        Assert.Equal(chosen, Engine.Run("events", copy, "-p", Fields).Output);
        Assert.Equal(outcome.Output, Engine.Run("replay", copy, "-r", Rules).Output);
    }

    [Theory]
    [InlineData("live_stock_incubating", "evt.type = execve")]
    [InlineData("live_stock_sandbox", "evt.type in (execve, connect, openat)")]
    [InlineData("live_syscalls", "evt.type in (openat, setuid, execve)")]
    [InlineData("synthetic_events_2", "proc.name != sh")]
    public void All_stock_rules_alert_on_a_filtered_copy_as_they_did_on_the_filtered_events(string name, string condition)
    {
        using var workspace = new Workspace();
        var copy = Path.Combine(workspace.Folder, "copy.scap");
        string[] rules = ["--all", "-r", Path.GetDirectoryName(Rules)!];
        var outcome = Engine.Run(["replay", Capture(name), "-f", condition, "--write", copy, .. rules]);
        Assert.Equal(0, outcome.Exit);
        Assert.DoesNotContain("Events detected: 0\n", outcome.Output, StringComparison.Ordinal);
        Assert.Equal(outcome.Output, Engine.Run(["replay", copy, .. rules]).Output);
    }

    [Fact]
    public void A_copy_onto_the_capture_by_another_name_never_loses_it()
    {
        using var workspace = new Workspace();
        var folder = Directory.CreateDirectory(Path.Combine(workspace.Folder, "captures")).FullName;
        var capture = Path.Combine(folder, "trace.scap");
        File.Copy(Capture("synthetic_scenario"), capture);
        var bytes = File.ReadAllBytes(capture);
        var link = Path.Combine(workspace.Folder, "link.scap");
        File.CreateSymbolicLink(link, "captures/trace.scap");
        var folderLink = Path.Combine(workspace.Folder, "folder");
        Directory.CreateSymbolicLink(folderLink, folder);
        string[][] pairs = [[capture, link], [link, capture], [capture, Path.Combine(folderLink, "trace.scap")]];
        foreach (var pair in pairs)
        {
            var outcome = Engine.Run("replay", pair[0], "-r", Rules, "--write", pair[1]);
            Assert.Equal(1, outcome.Exit);
            Assert.Contains("is the capture that is read", outcome.Errors, StringComparison.Ordinal);
            Assert.Equal(bytes, File.ReadAllBytes(capture));
        }
        Assert.Equal(["trace.scap"], Directory.EnumerateFiles(folder).Select(Path.GetFileName));
    }

    [Fact]
    public void A_copy_that_fails_leaves_the_target_as_it_was_and_nothing_beside_it()
    {
        using var workspace = new Workspace();
        var target = workspace.Write("target.scap", "something else");
        var noCapture = workspace.Write("text.scap", "this is no capture");
        foreach (var capture in new[] { Path.Combine(workspace.Folder, "missing.scap"), noCapture })
        {
            var outcome = Engine.Run("replay", capture, "-r", "rules", "--write", target);
            Assert.Equal(1, outcome.Exit);
            Assert.Equal("something else", File.ReadAllText(target));
        }
        Assert.Equal(2, Directory.EnumerateFileSystemEntries(workspace.Folder).Count());
    }

    [Fact]
    public void A_copy_goes_through_a_link_to_what_it_names_and_keeps_its_rights()
    {
        using var workspace = new Workspace();
        var target = workspace.Write("target.scap", "old");
        File.SetUnixFileMode(target, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var link = Path.Combine(workspace.Folder, "link.scap");
        File.CreateSymbolicLink(link, target);
        Assert.Equal(0, Engine.Run("replay", "tests/kernel/demo/session.scap", "-r", "rules", "--write", link).Exit);
        Assert.Equal(target, new FileInfo(link).LinkTarget);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(target));
        Assert.Equal(
            Engine.Run("replay", "tests/kernel/demo/session.scap", "-r", "rules").Output,
            Engine.Run("replay", target, "-r", "rules").Output);
    }

    [Fact]
    public void A_condition_that_is_wrong_and_a_copy_onto_itself_are_refused()
    {
        var capture = Capture("synthetic_scenario");
        var condition = Engine.Run("replay", capture, "-r", Rules, "-f", "proc.nme = x");
        Assert.Equal(1, condition.Exit);
        Assert.Contains("-f:1:1: error", condition.Errors, StringComparison.Ordinal);
        var onto = Engine.Run("replay", capture, "-r", Rules, "--write", capture);
        Assert.Equal(1, onto.Exit);
        Assert.Contains("is the capture that is read", onto.Errors, StringComparison.Ordinal);
    }
}
