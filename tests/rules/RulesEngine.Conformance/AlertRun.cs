using System.Buffers;
using System.Collections.Frozen;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using RulesEngine.Compat.Configuration;
using RulesEngine.Compiler.Loading;
using RulesEngine.Compiler.Resolving;
using RulesEngine.Outputs.Alerts;
using RulesEngine.Outputs.Formatting;
using RulesEngine.Outputs.Statistics;
using RulesEngine.Runtime.Evaluation;
using RulesEngine.Runtime.Events;
using RulesEngine.Runtime.State;

namespace RulesEngine.Conformance;

/// <summary>One run of rules over a capture: its configuration, its rules, and how far it agrees with the recording.</summary>
internal sealed class AlertRun
{
    private static readonly string[] Base =
        ["engine.kind=replay", "engine.replay.capture_file=capture", "stdout_output.enabled=true", "priority=debug"];

    private readonly string _name;
    private readonly string _expectedStatistics;
    private readonly byte[] _expected;
    private readonly FalcoConfiguration _configuration;
    private readonly AlertJsonOptions _json;
    private readonly AlertFormatter _formatter;
    private readonly List<RunRule> _rules;
    private readonly RunRule[][] _byCode = new RunRule[EventTable.Count][];
    private readonly ParamStorage _rendered = new();
    private readonly ArrayBufferWriter<byte> _line = new();
    private int _position;
    private string? _difference;

    public AlertRun(string corpus, JsonElement line)
    {
        _name = line.GetProperty("file").GetString()!;
        _expectedStatistics = line.GetProperty("statistics").GetString()!;
        _expected = ReadExpected(Path.Combine(corpus, "alerts", _name));
        var options = line.GetProperty("options").EnumerateArray().Select(option => option.GetString()!);
        _configuration = FalcoConfiguration.From(ConfigurationTree.Load(null, [.. Base, .. options]));
        _json = new AlertJsonOptions
        {
            IncludeOutput = _configuration.JsonIncludeOutput,
            IncludeMessage = _configuration.JsonIncludeMessage,
            IncludeOutputFields = _configuration.JsonIncludeOutputFields,
            IncludeTags = _configuration.JsonIncludeTags,
        };
        _formatter = new AlertFormatter(new AlertFormatOptions
        {
            IsoTime = _configuration.IsoTime,
            Hostname = "testhost",
            TimeZone = TimeZoneInfo.Utc,
        });
        var files = line.GetProperty("rules").EnumerateArray().Select(
            rule => new RuleFile(rule.GetString()!, File.ReadAllBytes(Path.Combine(corpus, rule.GetString()!))));
        var set = RuleSetLoader.Load(files, ConfiguredLoad.Options(_configuration, FrozenSet<string>.Empty));
        _rules = [.. set.Rules.Where(rule => rule.Rule.IsEnabled).Select(rule => new RunRule(rule))];
        for (ushort code = 0; code < EventTable.Count; code++)
            _byCode[code] = [.. _rules.Where(rule => rule.Rule.EventCodes.Contains(code))];
    }

    public void Process(EventContext context)
    {
        if (_difference is not null) return;
        context.PrintsBuffersInBase64 = _configuration.BufferBase64;
        context.Rendered = _rendered;
        foreach (var rule in _byCode[context.Code])
        {
            if (!rule.Program.Evaluate(context)) continue;
            rule.Count++;
            CompareLine(_formatter.Format(rule.Output, context, enforcement: null), context.Number);
            if (!_configuration.MatchAll) return;
        }
    }

    public void Compare(Report report)
    {
        if (_difference is null && _position < _expected.Length)
            _difference = "ends before: " + Text(ExpectedLine(_position));
        if (_difference is null)
        {
            using var statistics = new StringWriter();
            ClosingStatistics.WriteDetections(
                statistics, [.. _rules.Select(rule => new RuleCount(rule.Rule.Name, rule.Rule.Rule.Priority, rule.Count))]);
            report.Compare(_name, _expectedStatistics, statistics.ToString());
            return;
        }

        report.Compare(_name, Text(ExpectedLine(_position)), _difference);
    }

    private void CompareLine(Alert alert, long number)
    {
        _line.ResetWrittenCount();
        if (_configuration.JsonOutput) AlertJsonWriter.Write(_line, alert, _json);
        else AlertLineWriter.Write(_line, alert);
        _line.Write("\n"u8);
        if (_expected.AsSpan(_position).StartsWith(_line.WrittenSpan)) _position += _line.WrittenCount;
        else _difference ??= $"{Text(_line.WrittenSpan)} (event {number}, rule {alert.RuleName})";
    }

    private ReadOnlySpan<byte> ExpectedLine(int position)
    {
        var rest = _expected.AsSpan(position);
        var end = rest.IndexOf((byte)'\n');
        return end < 0 ? rest : rest[..(end + 1)];
    }

    private static string Text(ReadOnlySpan<byte> line) => Encoding.UTF8.GetString(line.TrimEnd((byte)'\n'));

    private static byte[] ReadExpected(string path)
    {
        if (!path.EndsWith(".gz", StringComparison.Ordinal)) return File.ReadAllBytes(path);
        using var file = File.OpenRead(path);
        using var unpacked = new GZipStream(file, CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        unpacked.CopyTo(bytes);
        return bytes.ToArray();
    }
}

/// <summary>A rule of a run, ready to be evaluated and formatted.</summary>
internal sealed class RunRule(CheckedRule rule)
{
    public CheckedRule Rule => rule;

    public ConditionProgram Program { get; } = ConditionProgram.Compile(rule.Condition);

    public AlertOutput Output { get; } = new(
        rule.Name,
        rule.Rule.Priority,
        rule.Rule.Source,
        [.. rule.Rule.Tags],
        rule.Output,
        [.. rule.ExtraFields.Select(extra => new ExtraOutput(extra.Field.Key, extra.Template, extra.Field.IsRaw))]);

    public long Count { get; set; }
}
