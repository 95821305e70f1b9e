using System.Text.Json;
using RulesEngine.Outputs.Logging;
using RulesEngine.Runtime.Matching;

namespace RulesEngine.Outputs.Tests.Logging;

public sealed class EngineLogTests
{
    [Fact]
    public void A_line_is_the_time_as_ctime_writes_it_and_the_message_with_bare_values()
    {
        var line = Assert.Single(Lines(new EngineLogOptions(), log => log.Information("Loaded {File} with {Count}", "a\"b", 3)));
        Assert.Matches("^[A-Z][a-z]{2} [A-Z][a-z]{2} [ 1-3][0-9] [0-9:]{8} [0-9]{4}: Loaded a\"b with 3$", line);
    }

    [Fact]
    public void Iso_times_carry_their_offset_without_a_colon()
    {
        var line = Assert.Single(Lines(
            new EngineLogOptions { Layout = LogLayout.TextIso8601 },
            log => log.Warning("w")));
        Assert.Matches("^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}[+-][0-9]{4}: w$", line);
    }

    [Fact]
    public void Json_lines_hold_level_message_and_properties()
    {
        var line = Assert.Single(Lines(
            new EngineLogOptions { Layout = LogLayout.Json },
            log => log.Error(new IOException("gone"), "Cannot read {File}", "a\nb")));
        using var json = JsonDocument.Parse(line);
        Assert.Equal("Error", json.RootElement.GetProperty("level").GetString());
        Assert.Equal("Cannot read a\nb", json.RootElement.GetProperty("message").GetString());
        Assert.Equal("a\nb", json.RootElement.GetProperty("File").GetString());
        Assert.Contains("gone", json.RootElement.GetProperty("exception").GetString());
    }

    [Theory]
    [InlineData(RulePriority.Emergency, 0)]
    [InlineData(RulePriority.Error, 1)]
    [InlineData(RulePriority.Notice, 2)]
    [InlineData(RulePriority.Informational, 3)]
    [InlineData(RulePriority.Debug, 4)]
    public void The_level_holds_back_what_is_less_severe(RulePriority level, int lines) =>
        Assert.Equal(
            lines,
            Lines(
                new EngineLogOptions { Level = level },
                log =>
                {
                    log.Debug("d");
                    log.Information("i");
                    log.Warning("w");
                    log.Error("e");
                }).Length);

    [Fact]
    public void Nothing_is_written_when_standard_error_is_off() =>
        Assert.Empty(Lines(new EngineLogOptions { Stderr = false }, log => log.Error("e")));

    private static string[] Lines(EngineLogOptions options, Action<Serilog.ILogger> act)
    {
        using var text = new StringWriter();
        using (var log = EngineLog.Create(options, text))
            act(log);
        return text.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
