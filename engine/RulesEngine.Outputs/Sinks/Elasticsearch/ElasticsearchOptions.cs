using System.Collections.Immutable;

namespace RulesEngine.Outputs.Sinks.Elasticsearch;

/// <summary>How a document is put into an index.</summary>
public enum BulkAction
{
    /// <summary>Refused where a document with that id exists, which is counted as delivered; data streams want this.</summary>
    Create,

    /// <summary>Replaces what is there.</summary>
    Index,
}

/// <summary>
/// Where alerts are indexed and how. Names and defaults follow the options of the well-known Serilog sink for
/// Elasticsearch, so that settings can be carried over; <c>elasticsearch_output</c> in the configuration.
/// </summary>
public sealed record ElasticsearchOptions
{
    /// <summary>The nodes, tried in turn: <c>nodeUris</c>.</summary>
    public required ImmutableArray<Uri> NodeUris { get; init; }

    /// <summary>The index of an alert by its time: <c>indexFormat</c>.</summary>
    public string IndexFormat { get; init; } = "rulesengine-{0:yyyy.MM.dd}";

    /// <summary>Whether the index template is put in place at start: <c>autoRegisterTemplate</c>.</summary>
    public bool AutoRegisterTemplate { get; init; }

    /// <summary><c>templateName</c></summary>
    public string TemplateName { get; init; } = "rulesengine-alerts";

    /// <summary>Whether a template of that name is replaced: <c>overwriteTemplate</c>.</summary>
    public bool OverwriteTemplate { get; init; }

    /// <summary><c>numberOfShards</c></summary>
    public int? NumberOfShards { get; init; }

    /// <summary><c>numberOfReplicas</c></summary>
    public int? NumberOfReplicas { get; init; }

    /// <summary>The most alerts in one request: <c>batchPostingLimit</c>.</summary>
    public int BatchPostingLimit { get; init; } = 50;

    /// <summary>The longest an alert waits for others: <c>period</c>.</summary>
    public TimeSpan Period { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The most alerts that are under way, waiting or being sent: <c>queueSizeLimit</c>.</summary>
    public int QueueSizeLimit { get; init; } = 100_000;

    /// <summary>The longest one request may take: <c>connectionTimeout</c>.</summary>
    public TimeSpan ConnectionTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary><c>basicAuthUserName</c>; goes before <see cref="ApiKey"/>.</summary>
    public string? BasicAuthUserName { get; init; }

    /// <summary><c>basicAuthPassword</c></summary>
    public string? BasicAuthPassword { get; init; }

    /// <summary>The encoded API key: <c>apiKey</c>.</summary>
    public string? ApiKey { get; init; }

    /// <summary>The ingest pipeline: <c>pipelineName</c>.</summary>
    public string? PipelineName { get; init; }

    /// <summary><c>batchAction</c></summary>
    public BulkAction BatchAction { get; init; }

    /// <summary>Where documents that were refused for good are kept, as lines of JSON; null to count them only.</summary>
    public string? DeadLetterFile { get; init; }

    /// <summary>How often what was refused for now is tried again before the batch goes back to the queue.</summary>
    public RetrySchedule Retries { get; init; } = new();

    /// <summary>
    /// Where alerts wait on disk until they are delivered: the beginning of file names. Null to keep them in memory:
    /// <c>bufferBaseFilename</c>.
    /// </summary>
    public string? BufferBaseFilename { get; init; }

    /// <summary>The size of one buffer file: <c>bufferFileSizeLimitBytes</c>.</summary>
    public long BufferFileSizeLimitBytes { get; init; } = 100 * 1024 * 1024;

    /// <summary>The most buffer files; the oldest is given up for a new one: <c>bufferFileCountLimit</c>.</summary>
    public int BufferFileCountLimit { get; init; } = 31;

    /// <summary>TLS: accept any certificate.</summary>
    public bool Insecure { get; init; }

    /// <summary>TLS: a PEM file with the authority to trust.</summary>
    public string CaCert { get; init; } = "";
}
