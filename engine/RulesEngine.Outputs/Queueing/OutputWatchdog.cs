namespace RulesEngine.Outputs.Queueing;

/// <summary>
/// Notices that a sink does not come back: the output thread says which sink it enters and that it is out again, a
/// timer calls back once for each stay longer than the timeout.
/// </summary>
internal sealed class OutputWatchdog : IDisposable
{
    private readonly Lock _gate = new();
    private readonly TimeSpan _timeout;
    private readonly Action<SinkLane> _onTimeout;
    private readonly ITimer _timer;
    private SinkLane? _inside;

    public OutputWatchdog(TimeSpan timeout, TimeProvider time, Action<SinkLane> onTimeout)
    {
        _timeout = timeout;
        _onTimeout = onTimeout;
        _timer = time.CreateTimer(
            static state => ((OutputWatchdog)state!).Expire(),
            this,
            Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan);
    }

    public void Enter(SinkLane lane)
    {
        lock (_gate)
        {
            _inside = lane;
            _timer.Change(_timeout, Timeout.InfiniteTimeSpan);
        }
    }

    public void Leave()
    {
        lock (_gate)
        {
            _inside = null;
            _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose() => _timer.Dispose();

    private void Expire()
    {
        SinkLane? late;
        lock (_gate)
        {
            late = _inside;
            _inside = null;
        }

        if (late is not null)
            _onTimeout(late);
    }
}
