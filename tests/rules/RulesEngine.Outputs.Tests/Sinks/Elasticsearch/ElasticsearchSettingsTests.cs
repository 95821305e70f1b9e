using System.Text.Json.Nodes;
using RulesEngine.Outputs.Sinks.Elasticsearch;

namespace RulesEngine.Outputs.Tests.Sinks.Elasticsearch;

public sealed class ElasticsearchSettingsTests
{
    [Fact]
    public void Every_option_is_read_by_its_name()
    {
        var (options, error) = Read("""
            {"nodeUris":"http://a:9200; https://b:9200/x","indexFormat":"a-{0:yyyy.MM}","autoRegisterTemplate":true,
             "overwriteTemplate":"true","templateName":"t","numberOfShards":2,"numberOfReplicas":"0","batchPostingLimit":7,
             "queueSizeLimit":9,"period":"00:00:03","connectionTimeout":1.5,"basicAuthUserName":"u","basicAuthPassword":"p",
             "apiKey":"k","pipelineName":"q","batchAction":"index","bufferBaseFilename":"/b","bufferFileSizeLimitBytes":11,
             "bufferFileCountLimit":12,"deadLetterFile":"/d","insecure":true,"caCert":"/c"}
            """);
        Assert.Null(error);
        Assert.Equal(["http://a:9200/", "https://b:9200/x"], options!.NodeUris.Select(uri => uri.ToString()));
        var expected = new ElasticsearchOptions
        {
            NodeUris = options.NodeUris,
            IndexFormat = "a-{0:yyyy.MM}",
            AutoRegisterTemplate = true,
            OverwriteTemplate = true,
            TemplateName = "t",
            NumberOfShards = 2,
            NumberOfReplicas = 0,
            BatchPostingLimit = 7,
            QueueSizeLimit = 9,
            Period = TimeSpan.FromSeconds(3),
            ConnectionTimeout = TimeSpan.FromSeconds(1.5),
            BasicAuthUserName = "u",
            BasicAuthPassword = "p",
            ApiKey = "k",
            PipelineName = "q",
            BatchAction = BulkAction.Index,
            BufferBaseFilename = "/b",
            BufferFileSizeLimitBytes = 11,
            BufferFileCountLimit = 12,
            DeadLetterFile = "/d",
            Insecure = true,
            CaCert = "/c",
        };
        Assert.Equal(expected, options);
    }

    [Theory]
    [InlineData("""{}""", "nodeUris is missing")]
    [InlineData("""{"nodeUris":["http://a",""]}""", "\"\" is not an address")]
    [InlineData("""{"nodeUris":"ftp://a"}""", "\"ftp://a\" is not an address")]
    [InlineData("""{"nodeUris":"http://a","apikey":"x"}""", "apikey is not an option")]
    [InlineData("""{"nodeUris":"http://a","period":"soon"}""", "period: \"soon\" is not a time")]
    [InlineData("""{"nodeUris":"http://a","period":0}""", "is not a time")]
    [InlineData("""{"nodeUris":"http://a","batchPostingLimit":0}""", "not a number from 1")]
    [InlineData("""{"nodeUris":"http://a","insecure":"maybe"}""", "neither true nor false")]
    [InlineData("""{"nodeUris":"http://a","batchAction":"delete"}""", "neither create nor index")]
    [InlineData("""{"nodeUris":"http://a","indexFormat":"Logs-{0:yyyy}"}""", "is not a name for an index")]
    [InlineData("""{"nodeUris":"http://a","indexFormat":"logs-{0"}""", "")]
    [InlineData("""{"nodeUris":"http://a","templateName":{"a":1}}""", "one value")]
    public void A_mistake_is_named(string section, string expected)
    {
        var (options, error) = Read(section);
        Assert.Null(options);
        Assert.Contains(expected, error);
    }

    private static (ElasticsearchOptions? Options, string? Error) Read(string json) =>
        ElasticsearchSettings.Read((JsonObject)JsonNode.Parse(json)!);
}
