using System.Collections.Immutable;
using RulesEngine.Outputs.Metrics;
using Serilog;
using Serilog.Configuration;
using Serilog.Core;
using Serilog.Events;

namespace RulesEngine.Outputs.Sinks.Elasticsearch;

/// <summary>
/// Indexes alerts in Elasticsearch from memory; <see cref="DurableElasticsearchSink"/> does so from disk. The output thread only puts an alert into Serilog's batching queue; batches are
/// sent by its own task, so a slow cluster holds up no other sink. What does not arrive is counted, by reason.
/// </summary>
public sealed class ElasticsearchSink : IAlertSink, ILoggingFailureListener
{
    private static readonly TimeSpan TimeToStop = TimeSpan.FromSeconds(3);

    private readonly ElasticsearchOptions _options;
    private readonly ILogger _log;
    private readonly ElasticsearchClient _client;
    private readonly BulkWriter _writer;
    private readonly AlertBatchSink _batches;
    private readonly Logger _queue;
    private long _accepted;
    private long _dropped;
    private volatile bool _away;

    public ElasticsearchSink(ElasticsearchOptions options, ILogger log, TimeProvider time)
    {
        _options = options;
        _log = log;
        _client = new ElasticsearchClient(options);
        var deadLetters = new DeadLetterFile(
            options.DeadLetterFile, reason => log.Error("Elasticsearch dead letter file: {Reason}", reason));
        _writer = new BulkWriter(options, _client, deadLetters, log, time);
        _writer.OnAnswer = Return;
        _batches = new AlertBatchSink(
            options, new IndexTemplateRegistration(options, _client, log), _writer);
        var batching = new BatchingOptions
        {
            BatchSizeLimit = options.BatchPostingLimit,
            BufferingTimeLimit = options.Period,
            QueueLimit = options.QueueSizeLimit + options.BatchPostingLimit,
            EagerlyEmitFirstEvent = true,
        };
        _queue = new LoggerConfiguration()
            .WriteTo.Fallible(to => to.Sink(_batches, batching), this)
            .CreateLogger();
    }

    public string Name => "elasticsearch";

    public ElasticsearchCounters Counters => new(
        Interlocked.Read(ref _accepted),
        _writer.Delivered,
        _writer.Retried,
        _writer.Rejected,
        Interlocked.Read(ref _dropped));

    public ImmutableArray<NamedCount> Results => ToResults(Counters);

    internal static ImmutableArray<NamedCount> ToResults(ElasticsearchCounters counters) =>
    [
        new("delivered", counters.Delivered), new("retried", counters.Retried),
        new("rejected", counters.Rejected), new("dropped", counters.Dropped),
    ];

    public void Write(in RenderedAlert alert)
    {
        // Serilog drops silently what does not fit, so what is under way is counted here and its own limit lies higher.
        if (Interlocked.Increment(ref _accepted) - Over > _options.QueueSizeLimit)
        {
            Drop(1, "the queue is full");
            return;
        }

        _queue.Write(AlertBatchSink.Wrap(alert.Alert));
    }

    /// <summary>Sends what waits, for a few seconds at most.</summary>
    public void Dispose()
    {
        _batches.HurryAfter(TimeToStop);
        _queue.Dispose();
        _client.Dispose();
        _batches.Dispose();
        Interlocked.Add(ref _dropped, Interlocked.Read(ref _accepted) - Over);
        if (Interlocked.Read(ref _dropped) is > 0 and var lost)
            _log.Error("Elasticsearch: {Count} alerts were not delivered", lost);
    }

    /// <summary>Serilog's report on a batch: kept for another try, or given up.</summary>
    void ILoggingFailureListener.OnLoggingFailed(
        object sender,
        LoggingFailureKind kind,
        string message,
        IReadOnlyCollection<LogEvent>? events,
        Exception? exception)
    {
        var lost = kind != LoggingFailureKind.Temporary && events is not null ? _batches.GiveUp(events) : 0;
        Drop(lost, $"{message}: {exception?.Message}");
    }

    /// <summary>Alerts whose fate is known.</summary>
    private long Over => _writer.Delivered + _writer.Rejected + Interlocked.Read(ref _dropped);

    /// <summary>Counts a loss, and reports the first trouble of a series.</summary>
    private void Drop(int lost, string reason)
    {
        Interlocked.Add(ref _dropped, lost);
        if (_away)
            return;
        _away = true;
        _log.Error("Elasticsearch: {Reason}", reason);
    }

    private void Return()
    {
        if (!_away)
            return;
        _away = false;
        _log.Information("Elasticsearch answers again");
    }
}
