using System.Collections.Concurrent;
using System.Text;
using RulesEngine.Outputs.Alerts;
using Serilog.Core;
using Serilog.Events;

namespace RulesEngine.Outputs.Sinks.Elasticsearch;

/// <summary>
/// The end of Serilog's batching: takes the alerts of a batch to the cluster. When it throws, Serilog keeps the batch
/// and comes back with it later; what was settled by then is remembered and not sent again.
/// </summary>
internal sealed class AlertBatchSink(
    ElasticsearchOptions options, IndexTemplateRegistration template, BulkWriter writer)
    : IBatchedLogEventSink, IDisposable
{
    /// <summary>The property that carries an alert through Serilog.</summary>
    private const string Carrier = "Alert";

    private static readonly MessageTemplate NoText = new([]);

    private readonly CompositeFormat _indexFormat = CompositeFormat.Parse(options.IndexFormat);
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<LogEvent, BulkDocument> _underWay = new(ReferenceEqualityComparer.Instance);

    public static LogEvent Wrap(Alert alert) => new(
        DateTimeOffset.UnixEpoch.AddTicks((long)(alert.TimeNs / 100)),
        LogEventLevel.Information,
        exception: null,
        NoText,
        [new LogEventProperty(Carrier, new ScalarValue(alert))]);

    /// <summary>After that time nothing is waited for any more.</summary>
    public void HurryAfter(TimeSpan time) => _stopping.CancelAfter(time);

    public async Task EmitBatchAsync(IReadOnlyCollection<LogEvent> batch)
    {
        await template.EnsureAsync(_stopping.Token).ConfigureAwait(false);
        var documents = batch
            .Select(carrier => _underWay.GetOrAdd(carrier, Convert))
            .Where(document => !document.Settled)
            .ToList();
        await writer.WriteAsync(documents, _stopping.Token).ConfigureAwait(false);
        _underWay.Clear();
    }

    /// <summary>How many of these are lost if Serilog gives them up now.</summary>
    public int GiveUp(IReadOnlyCollection<LogEvent> carriers)
    {
        var lost = 0;
        foreach (var carrier in carriers)
        {
            if (!_underWay.TryRemove(carrier, out var document) || !document.Settled)
                lost++;
        }

        return lost;
    }

    public void Dispose() => _stopping.Dispose();

    public Task OnEmptyBatchAsync() => Task.CompletedTask;

    private BulkDocument Convert(LogEvent carrier) =>
        BulkDocument.From((Alert)((ScalarValue)carrier.Properties[Carrier]).Value!, _indexFormat);
}
