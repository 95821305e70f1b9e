using Serilog;

namespace RulesEngine.Outputs.Sinks.Elasticsearch;

/// <summary>Makes the sink that the options ask for: over a buffer on disk where one is named, else over memory.</summary>
public static class ElasticsearchSinks
{
    public static IAlertSink Create(ElasticsearchOptions options, ILogger log, TimeProvider time) =>
        options.BufferBaseFilename is null
            ? new ElasticsearchSink(options, log, time)
            : new DurableElasticsearchSink(options, log, time);
}
