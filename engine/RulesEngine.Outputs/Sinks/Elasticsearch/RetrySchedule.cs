namespace RulesEngine.Outputs.Sinks.Elasticsearch;

/// <summary>
/// When to try again: after a time that doubles from attempt to attempt up to a bound, of which a random part is taken
/// so that many senders do not come back in step.
/// </summary>
public sealed record RetrySchedule
{
    /// <summary>How often something is tried again at most.</summary>
    public int Retries { get; init; } = 5;

    public TimeSpan First { get; init; } = TimeSpan.FromMilliseconds(200);

    public TimeSpan Longest { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long to wait before retry number <paramref name="retry"/>, counted from 0; null to give up.</summary>
    /// <param name="retry">How many retries there have been.</param>
    /// <param name="random">Between 0 and 1: the wait is between half and all of the doubled time.</param>
    public TimeSpan? WaitBefore(int retry, double random)
    {
        if (retry >= Retries)
            return null;
        var doubled = First * Math.Pow(2, Math.Min(retry, 30));
        return (doubled < Longest ? doubled : Longest) * (0.5 + random / 2);
    }
}
