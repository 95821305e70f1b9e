using System.Collections.Immutable;
using System.Text;
using RulesEngine.Outputs.Metrics;
using Serilog;

namespace RulesEngine.Outputs.Sinks.Elasticsearch;

/// <summary>
/// Indexes alerts in Elasticsearch by way of the disk: the output thread appends, a task of its own delivers and tries
/// for as long as it takes. A cluster that is away, and a restart, lose nothing until the files' limit is reached.
/// </summary>
public sealed class DurableElasticsearchSink : IAlertSink
{
    private static readonly TimeSpan TimeToStop = TimeSpan.FromSeconds(3);

    private readonly ElasticsearchOptions _options;
    private readonly ILogger _log;
    private readonly TimeProvider _time;
    private readonly CompositeFormat _indexFormat;
    private readonly ElasticsearchClient _client;
    private readonly IndexTemplateRegistration _template;
    private readonly BulkWriter _writer;
    private readonly DiskQueue _queue;
    private readonly SemaphoreSlim _work = new(0, 1);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _delivering;
    private List<BulkDocument> _batch = [];
    private long _accepted;
    private volatile bool _ending;

    /// <summary>Opens the files and starts delivering what they hold. Throws <see cref="IOException"/>.</summary>
    public DurableElasticsearchSink(ElasticsearchOptions options, ILogger log, TimeProvider time)
    {
        _options = options;
        _log = log;
        _time = time;
        _indexFormat = CompositeFormat.Parse(options.IndexFormat);
        _queue = new DiskQueue(
            options.BufferBaseFilename ?? throw new ArgumentException("no buffer file is named", nameof(options)),
            options.BufferFileSizeLimitBytes,
            options.BufferFileCountLimit);
        _client = new ElasticsearchClient(options);
        _template = new IndexTemplateRegistration(options, _client, log);
        var deadLetters = new DeadLetterFile(
            options.DeadLetterFile, reason => log.Error("Elasticsearch dead letter file: {Reason}", reason));
        _writer = new BulkWriter(options, _client, deadLetters, log, time);
        _delivering = Task.Run(DeliverAsync);
    }

    public string Name => "elasticsearch";

    /// <summary>Counts of this run; what an earlier run left on disk shows in what is delivered.</summary>
    public ElasticsearchCounters Counters => new(
        Interlocked.Read(ref _accepted), _writer.Delivered, _writer.Retried, _writer.Rejected, _queue.Lost);

    public ImmutableArray<NamedCount> Results => ElasticsearchSink.ToResults(Counters);

    public void Write(in RenderedAlert alert)
    {
        _queue.Append(BulkDocument.From(alert.Alert, _indexFormat));
        Interlocked.Increment(ref _accepted);
        Wake();
    }

    /// <summary>Delivers what it can in a few seconds; the rest stays on disk for the next run.</summary>
    public void Dispose()
    {
        _ending = true;
        _stopping.CancelAfter(TimeToStop);
        Wake();
        _delivering.Wait();
        _queue.Dispose();
        _client.Dispose();
        _stopping.Dispose();
        _work.Dispose();
    }

    private void Wake()
    {
        if (_work.CurrentCount > 0)
            return;
        try
        {
            _work.Release();
        }
        catch (SemaphoreFullException)
        {
            // Another thread was faster.
        }
    }

    private async Task DeliverAsync()
    {
        var away = false;
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                if (await DeliverBatchAsync().ConfigureAwait(false))
                    away = false;
                else if (_ending)
                    return;
                else
                    await _work.WaitAsync(_stopping.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (Exception failure)
            {
                // The cluster is away, or the disk is in trouble; whatever it is, delivering goes on.
                if (!away)
                    _log.Error("Elasticsearch: {Reason}; alerts wait on disk", failure.Message);
                away = true;
                await PauseAsync().ConfigureAwait(false);
            }
        }
    }

    /// <summary>Delivers one batch; false when there is nothing to deliver.</summary>
    private async Task<bool> DeliverBatchAsync()
    {
        if (_batch.Count == 0)
            _batch = _queue.Read(_options.BatchPostingLimit);
        if (_batch.Count == 0)
            return false;
        await _template.EnsureAsync(_stopping.Token).ConfigureAwait(false);
        var open = _batch.Where(document => !document.Settled).ToList();
        await _writer.WriteAsync(open, _stopping.Token).ConfigureAwait(false);
        _queue.Advance();
        _batch = [];
        return true;
    }

    private async Task PauseAsync()
    {
        try
        {
            await Task.Delay(_options.Retries.Longest, _time, _stopping.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The loop looks at the token next.
        }
    }
}
