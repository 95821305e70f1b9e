using RulesEngine.Outputs.Sinks.Elasticsearch;
using RulesEngine.Outputs.Tests.Support;

namespace RulesEngine.Outputs.Tests.Sinks.Elasticsearch;

public sealed class DurableElasticsearchSinkTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

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
    public void Alerts_reach_the_cluster_by_way_of_the_disk()
    {
        using var sink = Sink();
        Write(sink, 0, 120);
        Assert.True(SpinWait.SpinUntil(() => sink.Counters.Delivered == 120, Patience));
        Assert.Equal(120, _cluster.Documents.Count);
        Assert.Equal(new ElasticsearchCounters(120, 120, 0, 0, 0), sink.Counters);
    }

    [Fact]
    public void A_cluster_that_is_away_loses_nothing()
    {
        var away = true;
        _cluster.RequestStatus = _ => Volatile.Read(ref away) ? 503 : 200;
        using var sink = Sink();
        Write(sink, 0, 30);
        Assert.True(SpinWait.SpinUntil(() => _cluster.BulkRequests > 12, Patience));
        Assert.Equal(0, sink.Counters.Delivered);
        Volatile.Write(ref away, false);
        Assert.True(SpinWait.SpinUntil(() => sink.Counters.Delivered == 30, Patience));
        Assert.Equal(30, _cluster.Documents.Count);
        Assert.Equal(0, sink.Counters.Dropped);
        Assert.Single(_log.Messages, line => line.EndsWith("alerts wait on disk", StringComparison.Ordinal));
    }

    [Fact]
    public void A_restart_delivers_what_the_run_before_could_not()
    {
        _cluster.RequestStatus = static _ => 503;
        var first = Sink();
        Write(first, 0, 20);
        first.Dispose();
        Assert.Empty(_cluster.Documents);

        _cluster.RequestStatus = static _ => 200;
        using var second = Sink();
        Assert.True(SpinWait.SpinUntil(() => second.Counters.Delivered == 20, Patience));
        Assert.Equal(20, _cluster.Documents.Count);
    }

    [Fact]
    public void What_is_delivered_of_a_batch_is_not_sent_or_counted_again()
    {
        _cluster.DocumentStatus = static (document, number) =>
            number < 8 && document.GetProperty("message").GetString() == "number 3" ? 503 : 0;
        using var sink = Sink();
        Write(sink, 0, 10);
        Assert.True(SpinWait.SpinUntil(() => sink.Counters.Delivered >= 10 && _cluster.Documents.Count == 10, Patience));
        Assert.Equal(10, sink.Counters.Delivered);
        Assert.Equal(1, _cluster.Requests.Sum(request => request.Body.Split("\"message\":\"number 4\"").Length - 1));
    }

    [Fact]
    public void The_factory_takes_the_disk_when_a_buffer_is_named()
    {
        using var durable = ElasticsearchSinks.Create(Options(), _log.Logger, TimeProvider.System);
        Assert.IsType<DurableElasticsearchSink>(durable);
        using var memory = ElasticsearchSinks.Create(
            Options() with { BufferBaseFilename = null }, _log.Logger, TimeProvider.System);
        Assert.IsType<ElasticsearchSink>(memory);
    }

    private DurableElasticsearchSink Sink() => new(Options(), _log.Logger, TimeProvider.System);

    private ElasticsearchOptions Options() => new()
    {
        NodeUris = [_cluster.Url],
        BufferBaseFilename = _folder["buffer"],
        Retries = new RetrySchedule { First = TimeSpan.FromMilliseconds(1), Longest = TimeSpan.FromMilliseconds(5) },
    };

    private static void Write(DurableElasticsearchSink sink, int first, int count)
    {
        for (var i = first; i < first + count; i++)
            sink.Write(SampleAlerts.Plain($"number {i}"));
    }
}
