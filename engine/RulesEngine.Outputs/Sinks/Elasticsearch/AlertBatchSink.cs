using System.Collections.Concurrent;
using System.Text;
using RulesEngine.Outputs.Alerts;
using Serilog;
using Serilog.Core;
using Serilog.Events;

namespace RulesEngine.Outputs.Sinks.Elasticsearch;

/// <summary>
/// The end of Serilog's batching: takes the alerts of a batch to the cluster. When it throws, Serilog keeps the batch
/// and comes back with it later; what was settled by then is remembered and not sent again.
/// </summary>
internal sealed class AlertBatchSink(
    ElasticsearchOptions options, ElasticsearchClient client, BulkWriter writer, ILogger log)
    : IBatchedLogEventSink, IDisposable
{
    /// <summary>The property that carries an alert through Serilog.</summary>
    private const string Carrier = "Alert";

    private static readonly MessageTemplate NoText = new([]);

    private readonly CompositeFormat _indexFormat = CompositeFormat.Parse(options.IndexFormat);
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<LogEvent, BulkDocument> _underWay = new(ReferenceEqualityComparer.Instance);
    private bool _templateDone = !options.AutoRegisterTemplate;

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
        await RegisterTemplateAsync().ConfigureAwait(false);
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

    /// <summary>Once, before the first alert is indexed: an index made without it keeps wrong mappings.</summary>
    private async Task RegisterTemplateAsync()
    {
        if (_templateDone)
            return;
        if (!options.OverwriteTemplate && await client.TemplateExistsAsync(_stopping.Token).ConfigureAwait(false))
        {
            _templateDone = true;
            return;
        }

        var answer = await client.PutTemplateAsync(IndexTemplate.Write(options), _stopping.Token).ConfigureAwait(false);
        if (answer.Succeeded)
        {
            _templateDone = true;
            return;
        }

        if (answer.Status is 0 or 429 or >= 500)
            throw new ClusterUnavailableException($"index template: {answer.Status} {answer.Reason}", 0);
        // Refused for good, say for want of the right to: alerts are worth more than their mappings.
        _templateDone = true;
        log.Warning(
            "Elasticsearch refused the index template {Name}: {Status} {Reason}",
            options.TemplateName,
            answer.Status,
            answer.Reason);
    }

    private BulkDocument Convert(LogEvent carrier) =>
        BulkDocument.From((Alert)((ScalarValue)carrier.Properties[Carrier]).Value!, _indexFormat);
}
