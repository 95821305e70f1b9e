using System.Buffers;
using System.Collections.Immutable;
using RulesEngine.Outputs.Alerts;
using RulesEngine.Outputs.Sinks;
using Serilog;

namespace RulesEngine.Outputs.Queueing;

/// <summary>
/// The way of an alert to its sinks: a queue and one thread, which renders each alert once and hands it to every sink
/// in turn. Posting never blocks and never fails loudly; what is lost is counted by reason. A sink that throws costs
/// the others nothing; one that hangs holds all of them up, which the watchdog reports.
/// </summary>
public sealed class OutputPipeline : IDisposable
{
    private static readonly TimeSpan IdleBeforeFlush = TimeSpan.FromMilliseconds(500);

    private readonly OutputOptions _options;
    private readonly ILogger _log;
    private readonly OutputQueue _queue;
    private readonly ImmutableArray<SinkLane> _lanes;
    private readonly OutputWatchdog _watchdog;
    private readonly Thread _thread;
    private readonly ArrayBufferWriter<byte> _buffer = new(4096);
    private volatile bool _abandoned;
    private int _fullReported;
    private long _lostAtStop;

    /// <summary>Starts the output thread. The sinks are taken over and disposed at the end.</summary>
    public OutputPipeline(OutputOptions options, ImmutableArray<IAlertSink> sinks, ILogger log, TimeProvider time)
    {
        _options = options;
        _log = log;
        _queue = new OutputQueue(options.QueueCapacity);
        _lanes = [.. sinks.Select(sink => new SinkLane(sink, log))];
        _watchdog = new OutputWatchdog(options.OutputTimeout, time, ReportTimeout);
        _thread = new Thread(Run) { IsBackground = true, Name = "outputs" };
        _thread.Start();
    }

    public OutputCounters Counters => new(
        _queue.Posted,
        _queue.DroppedFull,
        _queue.DroppedStopped,
        Interlocked.Read(ref _lostAtStop),
        _queue.Waiting,
        [.. _lanes.Select(lane => lane.Counters)]);

    /// <summary>Alerts dropped because the queue was full: <c>outputs_queue_num_drops</c>. Cheap enough to poll.</summary>
    public long QueueDrops => _queue.DroppedFull;

    /// <summary>Hands an alert over; false when it was dropped. Any thread; never blocks.</summary>
    public bool TryPost(Alert alert)
    {
        var result = _queue.TryPost(alert);
        if (result == PostResult.Full && Interlocked.Exchange(ref _fullReported, 1) == 0)
            _log.Error("Outputs queue out of memory. Drop event and continue on ...");
        return result == PostResult.Taken;
    }

    /// <summary>Has every sink close and reopen what it holds, after the alerts posted so far. Any thread.</summary>
    public void Reopen() => _queue.PostControl(OutputItemKind.Reopen);

    /// <summary>
    /// Delivers what waits, flushes and closes the sinks. True when all was delivered within the bound; else what is left
    /// is given up and counted, and a hanging sink is left to its thread.
    /// </summary>
    public bool Stop(TimeSpan bound)
    {
        _queue.Complete();
        if (_thread.Join(bound))
            return Interlocked.Read(ref _lostAtStop) == 0;
        _abandoned = true;
        Interlocked.Exchange(ref _lostAtStop, _queue.Waiting);
        _log.Error("Outputs did not finish in time; {Count} alerts are lost", _queue.Waiting);
        return false;
    }

    /// <summary>Stops within five seconds.</summary>
    public void Dispose()
    {
        if (!Stop(TimeSpan.FromSeconds(5)))
            return;
        _watchdog.Dispose();
        _queue.Dispose();
    }

    private void Run()
    {
        var dirty = false;
        while (!_abandoned && !_queue.Drained)
        {
            var item = _queue.Take(dirty ? IdleBeforeFlush : Timeout.InfiniteTimeSpan);
            switch (item)
            {
                case { Kind: OutputItemKind.Alert, Alert: { } alert }:
                    Write(alert);
                    dirty = true;
                    break;
                case { Kind: OutputItemKind.Reopen }:
                    ForEachLane(static lane => lane.Reopen());
                    break;
                default:
                    ForEachLane(static lane => lane.Flush());
                    dirty = false;
                    break;
            }
        }

        // A sink may take its time to deliver the rest; Stop has the bound for that, and nothing waits behind it.
        foreach (var lane in _lanes)
            lane.Dispose();
    }

    private void Write(Alert alert)
    {
        _buffer.ResetWrittenCount();
        if (_options.Json)
            AlertJsonWriter.Write(_buffer, alert, _options.JsonParts);
        else
            AlertLineWriter.Write(_buffer, alert);
        _buffer.Write("\n"u8);

        foreach (var lane in _lanes)
        {
            _watchdog.Enter(lane);
            lane.Write(new RenderedAlert(alert, _buffer.WrittenSpan));
            _watchdog.Leave();
        }
    }

    private void ForEachLane(Action<SinkLane> action)
    {
        foreach (var lane in _lanes)
        {
            _watchdog.Enter(lane);
            action(lane);
            _watchdog.Leave();
        }
    }

    private void ReportTimeout(SinkLane lane)
    {
        lane.CountTimeout();
        _log.Fatal("\"{Sink}\" output timeout, all output channels are blocked", lane.Name);
    }
}
