namespace RulesEngine.Outputs.Statistics;

/// <summary>A rate limit in the time of events: full at first, refilled at a rate, never beyond its size.</summary>
public sealed class TokenBucket
{
    private readonly double _ratePerSecond;
    private readonly double _size;
    private double _tokens;
    private ulong _lastNs;

    /// <param name="ratePerSecond">Tokens gained per second.</param>
    /// <param name="size">The most tokens it holds.</param>
    public TokenBucket(double ratePerSecond, double size)
    {
        _ratePerSecond = ratePerSecond;
        _size = size;
        _tokens = size;
    }

    /// <summary>Takes a token if there is one at that time.</summary>
    public bool TryTake(ulong nowNs)
    {
        if (_lastNs != 0 && nowNs > _lastNs)
            _tokens = Math.Min(_size, _tokens + _ratePerSecond * ((nowNs - _lastNs) / 1e9));
        _lastNs = Math.Max(nowNs, _lastNs);
        if (_tokens < 1)
            return false;
        _tokens--;
        return true;
    }
}
