using System.Collections.Immutable;
using System.Text.Json.Nodes;
using RulesEngine.Compat.Configuration;
using RulesEngine.Outputs.Alerts;
using RulesEngine.Outputs.Queueing;
using RulesEngine.Outputs.Sinks;
using RulesEngine.Outputs.Sinks.Elasticsearch;
using Serilog;

namespace RulesEngine.Host.Sessions;

/// <summary>Turns the configuration's output sections into sinks and their shared options.</summary>
internal static class SinkSet
{
    public static OutputOptions Options(FalcoConfiguration configuration) => new()
    {
        QueueCapacity = (int)Math.Min(configuration.QueueCapacity, int.MaxValue),
        OutputTimeout = TimeSpan.FromMilliseconds(configuration.OutputTimeoutMs),
        Json = configuration.JsonOutput,
        JsonParts = new AlertJsonOptions
        {
            IncludeOutput = configuration.JsonIncludeOutput,
            IncludeMessage = configuration.JsonIncludeMessage,
            IncludeOutputFields = configuration.JsonIncludeOutputFields,
            IncludeTags = configuration.JsonIncludeTags,
        },
    };

    /// <summary>
    /// The enabled sinks, opened; the caller hands them to the pipeline, which disposes them. Lines for a terminal that
    /// shows a progress erase it first.
    /// </summary>
    public static ImmutableArray<IAlertSink> Create(
        FalcoConfiguration configuration, bool unbuffered, ILogger log, ReplayProgress? progress)
    {
        var buffering = configuration.BufferedOutputs && !unbuffered ? OutputBuffering.Buffered : OutputBuffering.None;
        var sinks = ImmutableArray.CreateBuilder<IAlertSink>();
        if (configuration.StdoutEnabled)
            sinks.Add(StandardOutput(buffering, progress));
        if (configuration.SyslogEnabled)
            sinks.Add(new SyslogSink(new SyslogSocket("rulesengine")));
        if (configuration.FileEnabled)
            sinks.Add(new FileSink(configuration.FileName, Lifetime(configuration.FileKeepAlive), buffering));
        if (configuration.ProgramEnabled)
            sinks.Add(new ProgramSink(configuration.Program, Lifetime(configuration.ProgramKeepAlive)));
        if (configuration.HttpEnabled)
            sinks.Add(new HttpSink(Http(configuration)));
        if (configuration.Elasticsearch is { } section)
            sinks.Add(ElasticsearchSinks.Create(Elasticsearch(section), log, TimeProvider.System));
        return sinks.ToImmutable();
    }

    private static StreamSink StandardOutput(OutputBuffering buffering, ReplayProgress? progress) =>
        progress is null || Console.IsOutputRedirected
            ? StreamSink.StandardOutput(buffering)
            : new StreamSink("stdout", new BesideProgress(Console.OpenStandardOutput(), progress), buffering);

    private static ElasticsearchOptions Elasticsearch(JsonObject section)
    {
        var (options, error) = ElasticsearchSettings.Read(section);
        return options ?? throw new ConfigurationException($"rulesengine.elasticsearch: {error}");
    }

    private static SinkLifetime Lifetime(bool keepAlive) => keepAlive ? SinkLifetime.KeepAlive : SinkLifetime.PerAlert;

    private static HttpSinkOptions Http(FalcoConfiguration configuration) =>
        Uri.TryCreate(configuration.HttpUrl, UriKind.Absolute, out var url)
            ? new HttpSinkOptions
            {
                Url = url,
                UserAgent = configuration.HttpUserAgent,
                Json = configuration.JsonOutput,
                Insecure = configuration.HttpInsecure,
                CaCert = configuration.HttpCaCert,
                CaBundle = configuration.HttpCaBundle,
                CaPath = configuration.HttpCaPath,
                MutualTls = configuration.HttpMutualTls,
                ClientCert = configuration.HttpClientCert,
                ClientKey = configuration.HttpClientKey,
                Echo = configuration.HttpEcho,
                CompressUploads = configuration.HttpCompressUploads,
                KeepAlive = configuration.HttpKeepAlive,
                MaxConsecutiveTimeouts = (byte)Math.Clamp(configuration.HttpMaxConsecutiveTimeouts, 0, byte.MaxValue),
                Timeout = TimeSpan.FromMilliseconds(Math.Max(1, configuration.OutputTimeoutMs)),
            }
            : throw new ConfigurationException($"http_output.url: '{configuration.HttpUrl}' is not an absolute URL");
}
