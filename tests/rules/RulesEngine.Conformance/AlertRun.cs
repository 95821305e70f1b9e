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
    private readonly bool _isOrderOpen;
    private readonly List<byte[]> _lines = [];
    private int _position;
    private string? _difference;

    public AlertRun(string corpus, JsonElement line)
    {
        _name = line.GetProperty("file").GetString()!;
        _expectedStatistics = line.GetProperty("statistics").GetString()!;
        _expected = ReadExpected(Path.Combine(corpus, "alerts", _name));
        var options = line.GetProperty("options").EnumerateArray().Select(option => option.GetString()!).ToList();

        // The order of rules that the configuration enabled is that of Falco's pointers to them.
        _isOrderOpen = options.Exists(option => option.Contains("\"enable\"", StringComparison.Ordinal));
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

    public void Process(EventContext context, ReadOnlySpan<byte> stateRendered)
    {
        if (_difference is not null) return;
        context.PrintsBuffersInBase64 = _configuration.BufferBase64;
        if (!stateRendered.IsEmpty) _rendered.Keep(stateRendered, isBuffer: false);
        context.Rendered = _rendered;
        foreach (var rule in _byCode[context.Code])
        {
            if (!rule.Program.Evaluate(context)) continue;
            rule.Count++;
            _lines.Add(Line(_formatter.Format(rule.Output, context, enforcement: null)));
            if (!_configuration.MatchAll) break;
        }

        if (_lines.Count == 0) return;
        if (_isOrderOpen) ArrangeLikeExpected();
        foreach (var line in _lines) CompareLine(line, context.Number);
        _lines.Clear();
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

    private byte[] Line(Alert alert)
    {
        var line = new ArrayBufferWriter<byte>();
        if (_configuration.JsonOutput) AlertJsonWriter.Write(line, alert, _json);
        else AlertLineWriter.Write(line, alert);
        line.Write("\n"u8);
        return line.WrittenSpan.ToArray();
    }

    // Puts the event's lines into the order of the recording, as far as they are the same.
    private void ArrangeLikeExpected()
    {
        var position = _position;
        for (var i = 0; i < _lines.Count; i++)
        {
            var same = _lines.FindIndex(i, line => _expected.AsSpan(position).StartsWith(line));
            if (same < 0) return;
            (_lines[i], _lines[same]) = (_lines[same], _lines[i]);
            position += _lines[i].Length;
        }
    }

    private void CompareLine(byte[] line, long number)
    {
        if (_expected.AsSpan(_position).StartsWith(line)) _position += line.Length;
        else _difference ??= $"{Text(line)} (event {number})";
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
