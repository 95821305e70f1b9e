using RulesEngine.Outputs.Queueing;
using RulesEngine.Outputs.Tests.Support;

namespace RulesEngine.Outputs.Tests.Queueing;

public sealed class OutputPipelineTests : IDisposable
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(20);

    private readonly LogLines _log = new();
    private readonly RecordingSink _sink = new();

    public void Dispose() => _log.Dispose();

    [Fact]
    public void Every_sink_gets_every_alert_in_order()
    {
        var second = new RecordingSink("second");
        var pipeline = Pipeline(new OutputOptions(), _sink, second);
        for (var i = 0; i < 1000; i++)
            Assert.True(pipeline.TryPost(SampleAlerts.Plain($"number {i}")));
        Assert.True(pipeline.Stop(Long));

        Assert.Equal(1000, _sink.Texts.Count);
        Assert.EndsWith("number 999", _sink.Texts[999]);
        Assert.Equal(_sink.Texts, second.Texts);
        Assert.True(_sink.Disposed);
        Assert.Equal(1000, pipeline.Counters.Sinks[0].Written);
    }

    [Fact]
    public void Json_is_written_when_asked_for()
    {
        var pipeline = Pipeline(new OutputOptions { Json = true }, _sink);
        pipeline.TryPost(SampleAlerts.Plain());
        Assert.True(pipeline.Stop(Long));
        Assert.Equal(SampleAlerts.Json(SampleAlerts.Plain()), Assert.Single(_sink.Texts));
    }

    [Fact]
    public void A_sink_that_fails_costs_the_others_nothing_and_is_reported_once()
    {
        var bad = new RecordingSink("bad") { Failure = static _ => new IOException("no space") };
        var pipeline = Pipeline(new OutputOptions(), bad, _sink);
        for (var i = 0; i < 10; i++)
            pipeline.TryPost(SampleAlerts.Plain());
        Assert.True(pipeline.Stop(Long));

        Assert.Equal(10, _sink.Texts.Count);
        var counters = pipeline.Counters.Sinks[0];
        Assert.Equal((10, 0, false), (counters.Failed, counters.Written, counters.Healthy));
        Assert.Equal(["Output bad failed: no space"], _log.Messages);
    }

    [Fact]
    public void A_sink_that_recovers_says_so()
    {
        _sink.Failure = static text => text.EndsWith("bad", StringComparison.Ordinal) ? new IOException("full") : null;
        var pipeline = Pipeline(new OutputOptions(), _sink);
        pipeline.TryPost(SampleAlerts.Plain("bad"));
        pipeline.TryPost(SampleAlerts.Plain("good"));
        Assert.True(pipeline.Stop(Long));
        Assert.Equal(["Output recording failed: full", "Output recording works again"], _log.Messages);
        Assert.True(pipeline.Counters.Sinks[0].Healthy);
    }

    [Fact]
    public void A_full_queue_drops_counts_and_complains_once()
    {
        _sink.Gate.Reset();
        var pipeline = Pipeline(new OutputOptions { QueueCapacity = 2 }, _sink);
        pipeline.TryPost(SampleAlerts.Plain("held by the sink"));
        Assert.True(_sink.Entered.Wait(Long));

        var taken = Enumerable.Range(0, 7).Count(i => pipeline.TryPost(SampleAlerts.Plain($"{i}")));
        Assert.Equal(2, taken);
        Assert.Equal(5, pipeline.QueueDrops);
        Assert.Equal(["Outputs queue out of memory. Drop event and continue on ..."], _log.Messages);

        _sink.Gate.Set();
        Assert.True(pipeline.Stop(Long));
        Assert.Equal(3, _sink.Texts.Count);
    }

    [Fact]
    public void Reopening_keeps_its_place_between_alerts()
    {
        var pipeline = Pipeline(new OutputOptions(), _sink);
        pipeline.TryPost(SampleAlerts.Plain("before"));
        pipeline.Reopen();
        pipeline.TryPost(SampleAlerts.Plain("after"));
        Assert.True(pipeline.Stop(Long));
        Assert.Equal("reopen", _sink.Texts[1]);
    }

    [Fact]
    public void A_sink_that_hangs_is_named_by_the_watchdog()
    {
        _sink.Gate.Reset();
        var pipeline = Pipeline(new OutputOptions { OutputTimeout = TimeSpan.FromMilliseconds(20) }, _sink);
        pipeline.TryPost(SampleAlerts.Plain());
        Assert.True(SpinWait.SpinUntil(() => pipeline.Counters.Sinks[0].TimedOut == 1, Long));
        _sink.Gate.Set();
        Assert.True(pipeline.Stop(Long));
        Assert.Equal(["\"recording\" output timeout, all output channels are blocked"], _log.Messages);
    }

    [Fact]
    public void Stopping_is_bounded_even_when_a_sink_hangs_and_counts_what_is_lost()
    {
        _sink.Gate.Reset();
        var pipeline = Pipeline(new OutputOptions(), _sink);
        pipeline.TryPost(SampleAlerts.Plain("held"));
        Assert.True(_sink.Entered.Wait(Long));
        pipeline.TryPost(SampleAlerts.Plain("lost"));

        Assert.False(pipeline.Stop(TimeSpan.FromMilliseconds(50)));
        Assert.Equal(1, pipeline.Counters.LostAtStop);
        Assert.False(pipeline.TryPost(SampleAlerts.Plain("too late")));
        Assert.Equal(1, pipeline.Counters.DroppedStopped);
        _sink.Gate.Set();
    }

    [Fact]
    public void A_sink_that_takes_its_time_to_close_is_not_reported_as_hanging()
    {
        _sink.DisposeGate.Reset();
        var pipeline = Pipeline(new OutputOptions { OutputTimeout = TimeSpan.FromMilliseconds(10) }, _sink);
        Assert.False(pipeline.Stop(TimeSpan.FromMilliseconds(200)));
        _sink.DisposeGate.Set();
        Assert.True(SpinWait.SpinUntil(() => _sink.Disposed, Long));
        Assert.Equal(0, pipeline.Counters.Sinks[0].TimedOut);
    }

    [Fact]
    public void Sinks_are_flushed_when_the_queue_has_been_idle()
    {
        using var pipeline = Pipeline(new OutputOptions(), _sink);
        pipeline.TryPost(SampleAlerts.Plain());
        Assert.True(SpinWait.SpinUntil(() => _sink.Flushes > 0, Long));
    }

    private OutputPipeline Pipeline(OutputOptions options, params RecordingSink[] sinks) =>
        new(options, [.. sinks], _log.Logger, TimeProvider.System);
}
