using System.Text.Json;
using RulesEngine.Outputs.Sinks.Elasticsearch;
using RulesEngine.Outputs.Tests.Support;

namespace RulesEngine.Outputs.Tests.Sinks.Elasticsearch;

public sealed class ElasticsearchSinkTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly FakeCluster _cluster = new();
    private readonly LogLines _log = new();
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        _cluster.Dispose();
        _log.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Alerts_become_documents_in_the_index_of_their_day()
    {
        var counters = Deliver(Options(), 120);
        Assert.Equal(120, _cluster.Documents.Count);
        Assert.All(_cluster.Documents.Keys, key => Assert.StartsWith("rulesengine-2016.08.04/", key));
        Assert.Equal(new ElasticsearchCounters(120, 120, 0, 0, 0), counters);
        Assert.InRange(_cluster.BulkRequests, 3, 10);
        Assert.All(_cluster.Requests, request => Assert.Equal("application/x-ndjson", request.Headers["Content-Type"]));
    }

    [Fact]
    public void The_same_alert_sent_again_is_the_same_document()
    {
        Deliver(Options(), 3);
        var again = Deliver(Options(), 3);
        Assert.Equal(3, _cluster.Documents.Count);
        Assert.Equal((3, 0), (again.Delivered, again.Rejected));
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public void A_document_that_is_refused_for_now_is_sent_again_and_the_others_are_not(int status)
    {
        _cluster.DocumentStatus = (document, number) => number < 2 && Message(document) == "number 1" ? status : 0;
        var counters = Deliver(Options(), 3, eager: false);
        Assert.Equal(3, _cluster.Documents.Count);
        Assert.Equal((3, 0, 0), (counters.Delivered, counters.Rejected, counters.Dropped));
        var sent = _cluster.Requests.Sum(request => request.Body.Split("\"number 1\"").Length - 1);
        Assert.True(sent >= 2, $"sent {sent} times");
        Assert.Equal(1, _cluster.Requests.Sum(request => request.Body.Split("\"message\":\"number 2\"").Length - 1));
    }

    [Fact]
    public void A_document_that_is_refused_for_good_goes_to_the_dead_letter_file()
    {
        _cluster.DocumentStatus = static (document, _) => Message(document) == "number 1" ? 400 : 0;
        var counters = Deliver(Options() with { DeadLetterFile = _folder["dead"] }, 3);
        Assert.Equal((2, 1, 0), (counters.Delivered, counters.Rejected, counters.Dropped));
        using var letter = JsonDocument.Parse(Assert.Single(File.ReadAllLines(_folder["dead"])));
        Assert.Equal("400 test_exception: status 400", letter.RootElement.GetProperty("reason").GetString());
        Assert.Equal("number 1", Message(letter.RootElement.GetProperty("document")));
        Assert.Contains("Elasticsearch refused 1 alerts: 400 test_exception: status 400", _log.Messages);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(502)]
    public void A_request_that_is_refused_for_now_is_sent_again(int status)
    {
        _cluster.RequestStatus = number => number < 3 ? status : 200;
        var counters = Deliver(Options(), 3);
        Assert.Equal(3, _cluster.Documents.Count);
        Assert.Equal((3, 0), (counters.Delivered, counters.Dropped));
        Assert.True(counters.Retried >= 3);
    }

    [Fact]
    public void A_request_that_is_too_large_is_halved_until_it_fits()
    {
        _cluster.RequestStatus = _ => _cluster.Requests[^1].Body.Split('\n').Length > 5 ? 413 : 200;
        var counters = Deliver(Options(), 20);
        Assert.Equal(20, _cluster.Documents.Count);
        Assert.Equal((20, 0, 0), (counters.Delivered, counters.Rejected, counters.Dropped));
    }

    [Fact]
    public void A_single_document_that_is_too_large_is_rejected()
    {
        _cluster.RequestStatus = static _ => 413;
        var counters = Deliver(Options(), 1);
        Assert.Equal((0, 1, 0), (counters.Delivered, counters.Rejected, counters.Dropped));
    }

    [Fact]
    public void A_node_that_is_down_is_passed_over()
    {
        Uri dead;
        using (var gone = new FakeCluster())
            dead = gone.Url;
        var counters = Deliver(Options() with { NodeUris = [dead, _cluster.Url, dead] }, 10);
        Assert.Equal((10, 0, 0), (counters.Delivered, counters.Retried, counters.Dropped));
    }

    [Fact]
    public void A_cluster_that_never_answers_costs_bounded_time_at_the_end_and_the_loss_is_counted()
    {
        _cluster.RequestStatus = static _ => 503;
        var start = TimeProvider.System.GetTimestamp();
        var counters = Deliver(Options(), 5);
        Assert.Equal((5, 0, 5), (counters.Accepted, counters.Delivered, counters.Dropped));
        Assert.InRange(TimeProvider.System.GetElapsedTime(start).TotalSeconds, 0, 20);
        Assert.Contains("Elasticsearch: 5 alerts were not delivered", _log.Messages);
    }

    [Fact]
    public void A_full_queue_drops_and_counts()
    {
        using var hold = new ManualResetEventSlim();
        _cluster.RequestStatus = _ =>
        {
            hold.Wait(Patience);
            return 200;
        };
        using var sink = Sink(Options() with { QueueSizeLimit = 10, BatchPostingLimit = 1 });
        sink.Write(SampleAlerts.Plain("first"));
        Assert.True(SpinWait.SpinUntil(() => _cluster.Requests.Count == 1, Patience));
        for (var i = 0; i < 50; i++)
            sink.Write(SampleAlerts.Plain($"number {i}"));
        Assert.Equal(41, sink.Counters.Dropped);
        hold.Set();
    }

    [Fact]
    public void An_answer_that_makes_no_sense_is_no_success()
    {
        using var odd = new TestServer(static _ => new TestResponse(200, "{\"items\":[]}"));
        var counters = Deliver(Options() with { NodeUris = [odd.Url] }, 1);
        Assert.Equal((0, 1), (counters.Delivered, counters.Dropped));
    }

    [Theory]
    [InlineData("elastic", "secret", null, "Basic ZWxhc3RpYzpzZWNyZXQ=")]
    [InlineData(null, null, "a2V5", "ApiKey a2V5")]
    [InlineData(null, null, null, null)]
    public void Credentials_are_sent_as_configured(string? user, string? password, string? key, string? expected)
    {
        Deliver(Options() with { BasicAuthUserName = user, BasicAuthPassword = password, ApiKey = key }, 1);
        Assert.Equal(expected, _cluster.Requests[0].Headers["Authorization"]);
    }

    [Theory]
    [InlineData(BulkAction.Create, "create")]
    [InlineData(BulkAction.Index, "index")]
    public void Action_and_pipeline_are_named_for_each_document(BulkAction action, string word)
    {
        Deliver(Options() with { BatchAction = action, PipelineName = "geo" }, 1);
        using var line = JsonDocument.Parse(_cluster.Requests[0].Body.Split('\n')[0]);
        Assert.Equal("geo", line.RootElement.GetProperty(word).GetProperty("pipeline").GetString());
    }

    [Fact]
    public void The_template_is_put_in_place_before_the_first_alert()
    {
        Deliver(Options() with { AutoRegisterTemplate = true, NumberOfShards = 1, NumberOfReplicas = 0 }, 1);
        Assert.Equal(["HEAD", "PUT", "POST"], _cluster.Requests.Select(request => request.Method));
        using var template = JsonDocument.Parse(_cluster.Requests[1].Body);
        Assert.Equal("rulesengine-*", template.RootElement.GetProperty("index_patterns")[0].GetString());
        var parts = template.RootElement.GetProperty("template");
        Assert.Equal(1, parts.GetProperty("settings").GetProperty("number_of_shards").GetInt32());
        var mapping = parts.GetProperty("mappings").GetProperty("properties");
        Assert.Equal("date_nanos", mapping.GetProperty("@timestamp").GetProperty("type").GetString());
    }

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 1)]
    public void A_template_that_exists_is_replaced_only_when_asked_for(bool overwrite, int puts)
    {
        _cluster.AddTemplate("rulesengine-alerts");
        Deliver(Options() with { AutoRegisterTemplate = true, OverwriteTemplate = overwrite }, 1);
        Assert.Equal(puts, _cluster.Requests.Count(request => request.Method == "PUT"));
    }

    private ElasticsearchOptions Options() => new()
    {
        NodeUris = [_cluster.Url],
        Period = TimeSpan.FromMilliseconds(20),
        Retries = new RetrySchedule { First = TimeSpan.FromMilliseconds(1), Longest = TimeSpan.FromMilliseconds(20) },
    };

    private ElasticsearchSink Sink(ElasticsearchOptions options) => new(options, _log.Logger, TimeProvider.System);

    private ElasticsearchCounters Deliver(ElasticsearchOptions options, int count, bool eager = true)
    {
        var sink = Sink(options with { Period = eager ? options.Period : TimeSpan.FromSeconds(1) });
        using (sink)
        {
            for (var i = 0; i < count; i++)
                sink.Write(SampleAlerts.Plain($"number {i}"));
        }

        return sink.Counters;
    }

    private static string Message(JsonElement document) => document.GetProperty("message").GetString()!;
}
