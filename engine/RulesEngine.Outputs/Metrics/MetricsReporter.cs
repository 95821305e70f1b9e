using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using RulesEngine.Outputs.Alerts;
using Serilog;

namespace RulesEngine.Outputs.Metrics;

/// <summary>
/// Takes a snapshot at each interval and hands it on as the internal alert, as a line of the output file, or both. A
/// file that cannot be written is reported once and tried again the next time.
/// </summary>
public sealed class MetricsReporter : IDisposable
{
    private readonly MetricsOptions _options;
    private readonly Func<EngineFacts> _facts;
    private readonly Func<EngineSample> _sample;
    private readonly Action<ImmutableArray<AlertField>> _raise;
    private readonly ILogger _log;
    private readonly MetricsSnapshot _snapshot;
    private readonly ITimer _timer;
    private readonly Lock _gate = new();
    private long _samples;
    private bool _fileFailing;

    /// <param name="options">Interval and targets.</param>
    /// <param name="facts">As for <see cref="EngineMetrics"/>.</param>
    /// <param name="sample">As for <see cref="EngineMetrics"/>.</param>
    /// <param name="raise">Raises the internal alert with these fields.</param>
    /// <param name="log">The engine's log.</param>
    /// <param name="time">The clock.</param>
    public MetricsReporter(
        MetricsOptions options,
        Func<EngineFacts> facts,
        Func<EngineSample> sample,
        Action<ImmutableArray<AlertField>> raise,
        ILogger log,
        TimeProvider time)
    {
        _options = options;
        _facts = facts;
        _sample = sample;
        _raise = raise;
        _log = log;
        _snapshot = new MetricsSnapshot(options);
        _timer = time.CreateTimer(_ => Report(), null, options.Interval, options.Interval);
    }

    /// <summary>Takes one snapshot now.</summary>
    public void Report()
    {
        lock (_gate)
        {
            var fields = _snapshot.Take(_facts(), _sample());
            _samples++;
            if (_options.OutputFile.Length > 0)
                AppendLocked(fields);
            if (_options.OutputRule)
                _raise(fields);
        }
    }

    public void Dispose() => _timer.Dispose();

    private void AppendLocked(ImmutableArray<AlertField> fields)
    {
        var line = new ArrayBufferWriter<byte>();
        line.Write("{\"output_fields\":"u8);
        AlertJsonWriter.WriteFields(line, AlertField.Ordered(fields));
        line.Write(Encoding.UTF8.GetBytes($",\"sample\":{_samples.ToString(CultureInfo.InvariantCulture)}}}\n"));
        try
        {
            using var file = new FileStream(_options.OutputFile, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
            file.Write(line.WrittenSpan);
            _fileFailing = false;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            if (!_fileFailing)
                _log.Error("Metrics file {File}: {Reason}", _options.OutputFile, failure.Message);
            _fileFailing = true;
        }
    }
}
