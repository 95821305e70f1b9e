using RulesEngine.Outputs.Sinks;
using Serilog;

namespace RulesEngine.Outputs.Queueing;

/// <summary>
/// One sink with its counters, behind a wall: no failure gets past. The first failure of a series and its end are
/// logged, the rest is counted, so a sink that is down for a day does not fill the log.
/// </summary>
internal sealed class SinkLane(IAlertSink sink, ILogger log) : IDisposable
{
    private long _written;
    private long _failed;
    private long _timedOut;
    private volatile bool _failing;

    public string Name => sink.Name;

    public SinkCounters Counters => new(
        sink.Name,
        Interlocked.Read(ref _written),
        Interlocked.Read(ref _failed),
        Interlocked.Read(ref _timedOut),
        !_failing,
        sink.Results);

    public void CountTimeout() => Interlocked.Increment(ref _timedOut);

    public void Write(in RenderedAlert alert)
    {
        try
        {
            sink.Write(alert);
            Interlocked.Increment(ref _written);
            Recover();
        }
        catch (Exception failure)
        {
            Interlocked.Increment(ref _failed);
            Report(failure);
        }
    }

    public void Flush() => Guard(sink.Flush);

    public void Reopen() => Guard(sink.Reopen);

    public void Dispose() => Guard(sink.Dispose);

    private void Guard(Action action)
    {
        try
        {
            action();
        }
        catch (Exception failure)
        {
            Report(failure);
        }
    }

    private void Report(Exception failure)
    {
        if (_failing)
            return;
        _failing = true;
        log.Error("Output {Sink} failed: {Reason}", sink.Name, failure.Message);
    }

    private void Recover()
    {
        if (!_failing)
            return;
        _failing = false;
        log.Information("Output {Sink} works again", sink.Name);
    }
}
