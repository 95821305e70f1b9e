namespace RulesEngine.Plugins.Hosting;

/// <summary>Calls back, once, when a call has been entered and not left for too long.</summary>
internal sealed class StuckWatch : IDisposable
{
    private readonly TimeSpan _patience;
    private readonly Timer _timer;

    public StuckWatch(TimeSpan patience, Action onStuck)
    {
        _patience = patience;
        _timer = new Timer(_ => onStuck());
    }

    public void Enter() => _timer.Change(_patience, Timeout.InfiniteTimeSpan);

    public void Leave() => _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    public void Dispose() => _timer.Dispose();
}
