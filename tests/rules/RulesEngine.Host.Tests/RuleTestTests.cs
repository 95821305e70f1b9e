using System.Text.Json;

namespace RulesEngine.Host.Tests;

/// <summary>Tests that users write next to rules: what they report, and those of the rules we ship.</summary>
public sealed class RuleTestTests : IDisposable
{
    private const string Session = "tests/kernel/demo/session.scap";

    private const string Rules = """
        - rule: hashes
          desc: d
          condition: evt.type in (open, openat) and fd.name = /etc/shadow and not (proc.name = su and user.uid = 0)
          output: opened %fd.name by %proc.name %10proc.pname
          priority: WARNING
        - rule: ancestors
          desc: d
          condition: evt.type = execve and proc.aname = sshd and fd.ip != 1.2.3.4
          output: o
          priority: WARNING
          enabled: false
        - rule: ends
          desc: d
          condition: evt.type = connect and fd.net = 10.0.0.0/8 and fd.snet = 10.1.0.0/16
          output: o
          priority: WARNING
        """;

    private readonly Workspace _workspace = new();

    public RuleTestTests() => _workspace.Write("rules.yaml", Rules);

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public void The_tests_of_the_rules_we_ship_pass_and_fire_every_rule()
    {
        var outcome = Engine.Run("test", "rules/tests");
        Assert.True(outcome.Exit == 0, outcome.Output + outcome.Errors);
        Assert.Matches(@"^\d+ passed, 0 failed\n$", outcome.Output);
        var tests = string.Concat(Directory.GetFiles(Path.Combine(Engine.Root, "rules/tests")).SelectMany(File.ReadLines)
            .Where(line => line.TrimStart().StartsWith("matches:", StringComparison.Ordinal)));
        using var plan = JsonDocument.Parse(Engine.Run("plan", "rules", "--json").Output);
        Assert.All(plan.RootElement.GetProperty("rules").EnumerateArray(),
            rule => Assert.Contains(rule.GetProperty("rule").GetString()!, tests, StringComparison.Ordinal));
    }

    [Fact]
    public void A_test_that_holds_passes_and_says_no_more_than_that()
    {
        var outcome = Run("""
              - {name: a, event: {evt.type: open, fd.name: /etc/shadow, proc.name: cat}, matches: hashes, not: "*", output: opened /etc/shadow by cat <NA>}
              - {name: b, event: {evt.type: open, fd.name: /etc/shadow, proc.name: su, user.uid: 0}, not: hashes}
            """);
        Assert.Equal((0, "2 passed, 0 failed\n", ""), (outcome.Exit, outcome.Output, outcome.Errors));
    }

    [Fact]
    public void A_rule_that_should_match_is_explained_by_the_comparisons_in_the_way()
    {
        var outcome = Run("""
              - {name: near, event: {evt.type: open, fd.name: /etc/shadow-, proc.name: su, user.uid: 0}, matches: hashes}
              - {name: other, event: {evt.type: close, fd.name: /etc/shadow}, matches: hashes}
            """);
        Assert.Equal(1, outcome.Exit);
        Assert.Equal($"""
            {Tests}:3: failed: near
              `hashes` should match and does not:
                `fd.name = /etc/shadow` is false, found `/etc/shadow-`
                `proc.name = su` is true, found `su`
            {Tests}:4: failed: other
              `hashes` should match and does not:
                the rule is not about events of the type close
            0 passed, 2 failed

            """, outcome.Output);
    }

    [Fact]
    public void A_rule_that_should_not_match_and_an_output_that_differs_are_reported()
    {
        var outcome = Run("""
              - {name: one, event: {evt.type: open, fd.name: /etc/shadow}, not: "hash*"}
              - {name: two, event: {evt.type: open, fd.name: /etc/shadow}, matches: hashes, output: opened, fields: {proc.name: cat}}
            """);
        Assert.Equal(1, outcome.Exit);
        Assert.Contains("`hashes` should not match and does\n", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("`hashes` matches, but not as expected:\n    expected: opened\n    printed:  opened /etc/shadow by <NA> <NA>\n"
            + "    proc.name should be `cat` and has no value\n", outcome.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("proc.aname: [bash, sshd], fd.sip: 1.2.3.5, fd.cip: 1.2.3.6", true)]
    [InlineData("proc.pname: sshd, fd.sip: 1.2.3.5", true)]
    [InlineData("proc.aname: [bash, sshd], fd.sip: 1.2.3.4, fd.cip: 1.2.3.6", false)]
    [InlineData("proc.aname: [bash], fd.sip: 1.2.3.5", false)]
    [InlineData("proc.aname: [bash, sshd]", false)]
    public void Ancestors_and_both_ends_of_a_socket_are_asked_as_in_a_running_engine(string fields, bool matches)
    {
        // Only an event about a descriptor has a socket, so the rule is asked with one that is.
        _workspace.Write("rules.yaml", Rules.Replace("evt.type = execve", "evt.type = connect", StringComparison.Ordinal));
        var outcome = Run($"  - {{name: a, event: {{evt.type: connect, {fields}}}, {(matches ? "matches" : "not")}: ancestors}}\n");
        Assert.True(outcome.Exit == 0, outcome.Output);
    }

    [Theory]
    [InlineData("fd.cip: 192.168.0.1, fd.sip: 10.1.0.9", true)]
    [InlineData("fd.cip: 10.1.0.9, fd.sip: 192.168.0.1", false)]
    public void A_network_is_compared_with_the_address_that_is_given(string fields, bool matches)
    {
        var outcome = Run($"  - {{name: a, event: {{evt.type: connect, {fields}}}, {(matches ? "matches" : "not")}: ends}}\n");
        Assert.True(outcome.Exit == 0, outcome.Output);
    }

    [Fact]
    public void A_capture_is_asked_event_by_event_within_the_range()
    {
        File.Copy(Path.Combine(Engine.Root, Session), Path.Combine(_workspace.Folder, "s.scap"));
        var outcome = Run("""
              - {name: whole, capture: s.scap, matches: hashes, fields: {fd.name: /etc/shadow}}
              - {name: before, capture: s.scap, events: 1-3, not: hashes}
              - {name: all, capture: s.scap, not: hashes}
              - {name: one, capture: s.scap, events: 4, matches: hashes}
            """);
        Assert.Equal(1, outcome.Exit);
        Assert.Matches(@":5: failed: all\n  `hashes` should not match and does on events \d+, \d+\n", outcome.Output);
        Assert.Contains("2 passed, 2 failed\n", outcome.Output, StringComparison.Ordinal);
        var beyond = Run("  - {name: beyond, capture: s.scap, events: 1-99999, not: hashes}\n");
        Assert.Equal(2, beyond.Exit);
        Assert.Contains("RE5014", beyond.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Mistakes_in_tests_and_rules_end_with_code_2()
    {
        Assert.Equal(2, Run("  - {name: a, event: {evt.type: open}, matches: hashs}\n").Exit);
        Assert.Equal(2, Run("  - {name: a, capture: missing.scap, matches: hashes}\n").Exit);
        Assert.Equal(2, Run("  - {name: a, capture: rules.yaml, matches: hashes}\n").Exit);
        Assert.Equal(2, Engine.Run("test", "/nonexistent").Exit);
        _workspace.Write("rules.yaml", "- rule: broken\n");
        var outcome = Run("  - {name: a, event: {evt.type: open}, matches: broken}\n");
        Assert.Equal(2, outcome.Exit);
        Assert.Contains("RE2001", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_example_of_the_documentation_prints_what_it_shows()
    {
        var document = File.ReadAllText(Path.Combine(Engine.Root, "docs/rule-tests.md"));
        var example = document[document.IndexOf("## An example", StringComparison.Ordinal)..];
        File.Copy(Path.Combine(Engine.Root, "rules/files.yaml"), Path.Combine(_workspace.Folder, "files.yaml"));
        var file = _workspace.Write("files-test.yaml", example.Split("```")[1]["yaml\n".Length..]);
        var shown = example.Split('\n').SkipWhile(line => !line.Contains("$ rulesengine", StringComparison.Ordinal)).Skip(1)
            .TakeWhile(line => line.Length > 0).Select(line => line[4..] + "\n");
        Assert.Equal(string.Concat(shown), Engine.Run("test", file).Output.Replace(_workspace.Folder + "/", "", StringComparison.Ordinal));
    }

    [Fact]
    public void Json_holds_what_the_text_says()
    {
        Run("  - {name: a, event: {evt.type: open, fd.name: x}, matches: hashes}\n");
        using var json = JsonDocument.Parse(Engine.Run("test", "--json", Tests).Output);
        Assert.Equal((0, 1), (json.RootElement.GetProperty("passed").GetInt32(), json.RootElement.GetProperty("failed").GetInt32()));
        var fault = json.RootElement.GetProperty("tests")[0].GetProperty("faults")[0];
        Assert.Equal("hashes", fault.GetProperty("rule").GetString());
        Assert.Equal("`fd.name = /etc/shadow` is false, found `x`", fault.GetProperty("reasons")[0].GetString());
    }

    private string Tests => Path.Combine(_workspace.Folder, "tests.yaml");

    private Outcome Run(string tests)
    {
        _workspace.Write("tests.yaml", "rules: [rules.yaml]\ntests:\n" + tests);
        return Engine.Run("test", Tests);
    }
}
