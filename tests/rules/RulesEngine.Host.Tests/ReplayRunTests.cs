using System.Text.Json;

namespace RulesEngine.Host.Tests;

/// <summary>Runs the executable over recorded captures and looks at what comes out at its ends.</summary>
public sealed class ReplayRunTests : IDisposable
{
    private const string Rules = """
        - rule: cat opens
          desc: an example
          condition: evt.type = open and proc.name = cat
          output: cat opens %fd.name
          priority: WARNING
          action: note
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("host-test-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void An_alert_reaches_every_output_that_is_switched_on_and_the_plugin_its_rule_names()
    {
        Write("rules.yaml", Rules);
        Write("note.js", """
            export const name = "note";
            export const version = "1";
            export const permissions = { files: true };
            export const actions = { async note(ctx) { await ctx.appendFile("seen", `${ctx.fields["fd.name"]}\n`); } };
            """);
        var run = Replay(
            "cat_write.scap",
            "json_output=true",
            "stdout_output.enabled=true",
            "file_output.enabled=true",
            $"file_output.filename={PathOf("file")}",
            "program_output.enabled=true",
            $"program_output.program=cat >> {PathOf("program")}",
            $"rulesengine.plugins={PathOf("note.js")}");

        Assert.Equal(0, run.Exit);
        var alerts = run.Output.Split('\n').TakeWhile(line => line.StartsWith('{')).ToArray();
        Assert.Equal(4, alerts.Length);
        Assert.Equal(alerts, File.ReadAllLines(PathOf("file")));
        Assert.Equal(alerts, File.ReadAllLines(PathOf("program")));
        var files = alerts.Select(alert =>
        {
            using var json = JsonDocument.Parse(alert);
            return json.RootElement.GetProperty("output_fields").GetProperty("fd.name").GetString();
        });
        Assert.Equal(files, File.ReadAllLines(PathOf("note.data/seen")));
        Assert.Contains("Events detected: 4\n", run.Output);
    }

    [Theory]
    [InlineData("ignore", 9, 0)]
    [InlineData("alert", 9, 0)]
    [InlineData("exit", 1, 1)]
    public void Simulated_losses_occur_once_per_second_of_the_capture_as_in_falco(string action, int occurrences, int exit)
    {
        Write("rules.yaml", Rules.Replace("  action: note", "", StringComparison.Ordinal));
        var run = Replay(
            "ping_sendto.scap",
            "stdout_output.enabled=true",
            "syscall_event_drops.simulate_drops=true",
            $"syscall_event_drops.actions[]={action}");
        Assert.Equal(exit, run.Exit);
        Assert.Contains($"event drop detected: {occurrences} occurrences", run.Errors);
        Assert.Contains("num times actions taken: 1", run.Errors);
        var alerts = run.Output.Split("Falco internal: syscall event drop. 1 system calls dropped").Length - 1;
        Assert.Equal(action == "alert" ? 1 : 0, alerts);
    }

    [Fact]
    public void A_mistake_in_the_elasticsearch_section_is_named_and_nothing_runs()
    {
        Write("rules.yaml", Rules.Replace("  action: note", "", StringComparison.Ordinal));
        var run = Replay("cat_write.scap", "rulesengine.elasticsearch.nodeUri=http://a");
        Assert.Equal(1, run.Exit);
        Assert.Contains("rulesengine.elasticsearch: nodeUri is not an option", run.Errors);
        Assert.DoesNotContain("Events detected", run.Output);
    }

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);

    private void Write(string name, string text) => File.WriteAllText(PathOf(name), text);

    private Outcome Replay(string capture, params string[] options)
    {
        var file = Path.Combine(Engine.Corpus, "captures", capture);
        Assert.SkipUnless(File.Exists(file), "the corpus ../shared/corpus is not on this machine");
        return Engine.Run(
        [
            "-r", PathOf("rules.yaml"), "-o", "engine.kind=replay", "-o", $"engine.replay.capture_file={file}",
            .. options.SelectMany(option => new[] { "-o", option }),
        ]);
    }
}
