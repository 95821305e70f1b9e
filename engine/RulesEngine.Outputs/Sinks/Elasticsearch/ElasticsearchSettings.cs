using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace RulesEngine.Outputs.Sinks.Elasticsearch;

/// <summary>
/// Reads <see cref="ElasticsearchOptions"/> from a section of the configuration, by the option names of the well-known
/// Serilog sink. A name that is not known, or a value of the wrong kind, is an error: a misspelt credential must not
/// pass unnoticed.
/// </summary>
public static class ElasticsearchSettings
{
    /// <summary>The options, or what is wrong with the section.</summary>
    public static (ElasticsearchOptions? Options, string? Error) Read(JsonObject section)
    {
        try
        {
            var options = new ElasticsearchOptions { NodeUris = [] };
            foreach (var (name, value) in section)
            {
                if (value is not null)
                    options = Apply(options, name, value);
            }

            return options.NodeUris.IsEmpty ? (null, "nodeUris is missing") : (options, null);
        }
        catch (Exception failure) when (failure is FormatException or InvalidOperationException or JsonException)
        {
            return (null, failure.Message);
        }
    }

    private static ElasticsearchOptions Apply(ElasticsearchOptions options, string name, JsonNode value) => name switch
    {
        "nodeUris" => options with { NodeUris = Uris(value) },
        "indexFormat" => options with { IndexFormat = Format(value) },
        "autoRegisterTemplate" => options with { AutoRegisterTemplate = Flag(name, value) },
        "overwriteTemplate" => options with { OverwriteTemplate = Flag(name, value) },
        "templateName" => options with { TemplateName = Text(value) },
        "numberOfShards" => options with { NumberOfShards = (int)Number(name, value, 1, 1024) },
        "numberOfReplicas" => options with { NumberOfReplicas = (int)Number(name, value, 0, 1024) },
        "batchPostingLimit" => options with { BatchPostingLimit = (int)Number(name, value, 1, 100_000) },
        "queueSizeLimit" => options with { QueueSizeLimit = (int)Number(name, value, 1, 100_000_000) },
        "period" => options with { Period = Time(name, value) },
        "connectionTimeout" => options with { ConnectionTimeout = Time(name, value) },
        "basicAuthUserName" => options with { BasicAuthUserName = Text(value) },
        "basicAuthPassword" => options with { BasicAuthPassword = Text(value) },
        "apiKey" => options with { ApiKey = Text(value) },
        "pipelineName" => options with { PipelineName = Text(value) },
        "batchAction" => options with { BatchAction = Action(value) },
        "bufferBaseFilename" => options with { BufferBaseFilename = Text(value) },
        "bufferFileSizeLimitBytes" => options with { BufferFileSizeLimitBytes = Number(name, value, 1, long.MaxValue) },
        "bufferFileCountLimit" => options with { BufferFileCountLimit = (int)Number(name, value, 2, 1_000_000) },
        "deadLetterFile" => options with { DeadLetterFile = Text(value) },
        "insecure" => options with { Insecure = Flag(name, value) },
        "caCert" => options with { CaCert = Text(value) },
        _ => throw new FormatException($"{name} is not an option"),
    };

    /// <summary>An array, or one text with addresses separated by semicolons or commas.</summary>
    private static ImmutableArray<Uri> Uris(JsonNode value)
    {
        var texts = value is JsonArray array
            ? array.Select(item => item?.ToString() ?? "")
            : Text(value).Split([';', ','], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return [.. texts.Select(text =>
            Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
                ? uri!
                : throw new FormatException($"nodeUris: \"{text}\" is not an address"))];
    }

    private static string Format(JsonNode value)
    {
        var format = Text(value);
        var name = string.Format(CultureInfo.InvariantCulture, format, DateTimeOffset.UnixEpoch);
        return name.Length > 0 && name.All(static letter => !char.IsUpper(letter) && !" \"*\\<|,>/?".Contains(letter))
            ? format
            : throw new FormatException($"indexFormat: \"{name}\" is not a name for an index");
    }

    private static BulkAction Action(JsonNode value) => Text(value) switch
    {
        "create" or "Create" => BulkAction.Create,
        "index" or "Index" => BulkAction.Index,
        var other => throw new FormatException($"batchAction: \"{other}\" is neither create nor index"),
    };

    /// <summary>A number of seconds, or hours, minutes and seconds as <c>00:00:02</c>.</summary>
    private static TimeSpan Time(string name, JsonNode value)
    {
        var text = Text(value);
        var time = double.TryParse(text, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and < 86_400
            ? TimeSpan.FromSeconds(seconds)
            : TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var span) ? span : TimeSpan.Zero;
        return time > TimeSpan.Zero && time < TimeSpan.FromDays(1)
            ? time
            : throw new FormatException($"{name}: \"{text}\" is not a time");
    }

    private static long Number(string name, JsonNode value, long least, long most) =>
        long.TryParse(Text(value), CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new FormatException($"{name}: \"{Text(value)}\" is not a number from {least} to {most}");

    private static bool Flag(string name, JsonNode value) =>
        bool.TryParse(Text(value), out var flag)
            ? flag
            : throw new FormatException($"{name}: \"{Text(value)}\" is neither true nor false");

    private static string Text(JsonNode value) =>
        value is JsonValue ? value.ToString() : throw new FormatException("an option is one value");
}
