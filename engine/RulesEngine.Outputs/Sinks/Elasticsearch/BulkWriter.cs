using Serilog;

namespace RulesEngine.Outputs.Sinks.Elasticsearch;

/// <summary>
/// Gets documents into the cluster: sends them in one request, looks at the answer for each, sends again what was
/// refused for now, and sets aside what was refused for good. A request that is too large is halved.
/// </summary>
internal sealed class BulkWriter(
    ElasticsearchOptions options, ElasticsearchClient client, DeadLetterFile deadLetters, ILogger log, TimeProvider time)
{
    private const int TooLarge = 413;

    private long _delivered;
    private long _retried;
    private long _rejected;

    /// <summary>Called when a request was answered with success.</summary>
    public Action OnAnswer { get; set; } = static () => { };

    public long Delivered => Interlocked.Read(ref _delivered);

    public long Retried => Interlocked.Read(ref _retried);

    public long Rejected => Interlocked.Read(ref _rejected);

    /// <summary>
    /// Returns when each document is settled: delivered or rejected. Throws <see cref="ClusterUnavailableException"/> when
    /// the retries are used up; what is settled then is marked so.
    /// </summary>
    public async Task WriteAsync(IReadOnlyList<BulkDocument> documents, CancellationToken cancellation)
    {
        var open = documents;
        for (var retry = 0; ; retry++)
        {
            var (left, reason) = await TryAsync(open, cancellation).ConfigureAwait(false);
            if (left.Count == 0)
                return;
            open = left;
            if (options.Retries.WaitBefore(retry, Random.Shared.NextDouble()) is not { } wait)
                throw new ClusterUnavailableException(reason, open.Count);
            Interlocked.Add(ref _retried, open.Count);
            await Task.Delay(wait, time, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>One request: what is to be sent again, and why.</summary>
    private async Task<(IReadOnlyList<BulkDocument> Left, string Reason)> TryAsync(
        IReadOnlyList<BulkDocument> documents, CancellationToken cancellation)
    {
        if (documents.Count == 0)
            return ([], "");
        var body = BulkRequest.Write(documents, options);
        var answer = await client.BulkAsync(body, cancellation).ConfigureAwait(false);
        if (answer.Status == TooLarge)
            return await SplitAsync(documents, cancellation).ConfigureAwait(false);
        if (!answer.Succeeded)
            return (documents, $"{answer.Status} {answer.Reason}");
        return BulkResponse.Read(answer.Body, documents.Count) is { } items
            ? Sort(documents, items)
            : (documents, "the answer to a bulk request makes no sense");
    }

    private async Task<(IReadOnlyList<BulkDocument> Left, string Reason)> SplitAsync(
        IReadOnlyList<BulkDocument> documents, CancellationToken cancellation)
    {
        if (documents.Count == 1)
        {
            Reject([(documents[0], "the document is larger than a request may be")]);
            return ([], "");
        }

        var half = documents.Count / 2;
        var (first, reason) = await TryAsync([.. documents.Take(half)], cancellation).ConfigureAwait(false);
        var (second, other) = await TryAsync([.. documents.Skip(half)], cancellation).ConfigureAwait(false);
        return ([.. first, .. second], reason.Length > 0 ? reason : other);
    }

    private (IReadOnlyList<BulkDocument> Left, string Reason) Sort(
        IReadOnlyList<BulkDocument> documents, BulkItem[] items)
    {
        OnAnswer();
        var left = new List<BulkDocument>();
        var refused = new List<(BulkDocument, string)>();
        var reason = "";
        for (var i = 0; i < items.Length; i++)
        {
            if (items[i].Delivered(options.BatchAction))
            {
                documents[i].Settled = true;
                Interlocked.Increment(ref _delivered);
            }
            else if (items[i].Temporary)
            {
                left.Add(documents[i]);
                reason = $"{items[i].Status} {items[i].Reason}";
            }
            else
            {
                refused.Add((documents[i], $"{items[i].Status} {items[i].Reason}"));
            }
        }

        if (refused.Count > 0)
            Reject(refused);
        return (left, reason);
    }

    private void Reject(List<(BulkDocument Document, string Reason)> refused)
    {
        Interlocked.Add(ref _rejected, refused.Count);
        refused.ForEach(pair => pair.Document.Settled = true);
        log.Warning("Elasticsearch refused {Count} alerts: {Reason}", refused.Count, refused[0].Reason);
        deadLetters.Add(refused);
    }
}

/// <summary>The cluster took some documents neither for good nor refused them for good in the time there was.</summary>
internal sealed class ClusterUnavailableException(string reason, int open)
    : Exception($"{open} alerts are not delivered: {reason}");
