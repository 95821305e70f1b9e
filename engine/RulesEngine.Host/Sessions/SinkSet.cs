using System.Collections.Immutable;
using RulesEngine.Compat.Configuration;
using RulesEngine.Outputs.Alerts;
using RulesEngine.Outputs.Queueing;
using RulesEngine.Outputs.Sinks;

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

    /// <summary>The enabled sinks, opened; the caller hands them to the pipeline, which disposes them.</summary>
    public static ImmutableArray<IAlertSink> Create(FalcoConfiguration configuration, bool unbuffered)
    {
        var buffering = configuration.BufferedOutputs && !unbuffered ? OutputBuffering.Buffered : OutputBuffering.None;
        var sinks = ImmutableArray.CreateBuilder<IAlertSink>();
        if (configuration.StdoutEnabled)
            sinks.Add(StreamSink.StandardOutput(buffering));
        if (configuration.SyslogEnabled)
            sinks.Add(new SyslogSink(new SyslogSocket("rulesengine")));
        if (configuration.FileEnabled)
            sinks.Add(new FileSink(configuration.FileName, Lifetime(configuration.FileKeepAlive), buffering));
        if (configuration.ProgramEnabled)
            sinks.Add(new ProgramSink(configuration.Program, Lifetime(configuration.ProgramKeepAlive)));
        if (configuration.HttpEnabled)
            sinks.Add(new HttpSink(Http(configuration)));
        return sinks.ToImmutable();
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
            }
            : throw new ConfigurationException($"http_output.url: '{configuration.HttpUrl}' is not an absolute URL");
}
