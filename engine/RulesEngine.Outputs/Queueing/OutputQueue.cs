using System.Collections.Concurrent;
using RulesEngine.Outputs.Alerts;

namespace RulesEngine.Outputs.Queueing;

/// <summary>
/// The one queue between detection and outputs. Posting never blocks: what does not fit is dropped and counted.
/// Control requests travel with the alerts, so they take effect in order, and fit even when the queue is full.
/// </summary>
internal sealed class OutputQueue : IDisposable
{
    private readonly BlockingCollection<OutputItem> _items = new();
    private readonly long _capacity;
    private long _waiting;
    private long _posted;
    private long _droppedFull;
    private long _droppedStopped;

    /// <param name="capacity">How many alerts may wait; 0 for any number.</param>
    public OutputQueue(int capacity) => _capacity = capacity > 0 ? capacity : long.MaxValue;

    public long Posted => Interlocked.Read(ref _posted);

    public long DroppedFull => Interlocked.Read(ref _droppedFull);

    public long DroppedStopped => Interlocked.Read(ref _droppedStopped);

    public long Waiting => Interlocked.Read(ref _waiting);

    public PostResult TryPost(Alert alert)
    {
        if (Interlocked.Increment(ref _waiting) > _capacity)
        {
            Interlocked.Decrement(ref _waiting);
            Interlocked.Increment(ref _droppedFull);
            return PostResult.Full;
        }

        if (!TryAdd(new OutputItem(OutputItemKind.Alert, alert)))
        {
            Interlocked.Decrement(ref _waiting);
            Interlocked.Increment(ref _droppedStopped);
            return PostResult.Stopped;
        }

        Interlocked.Increment(ref _posted);
        return PostResult.Taken;
    }

    public void PostControl(OutputItemKind kind) => TryAdd(new OutputItem(kind, null));

    /// <summary>Nothing can be posted any more; what waits can still be taken.</summary>
    public void Complete() => _items.CompleteAdding();

    /// <summary>Waits for the next item: null when none came in that time, or none will come (<see cref="Drained"/>).</summary>
    public OutputItem? Take(TimeSpan patience)
    {
        if (!_items.TryTake(out var item, patience))
            return null;
        if (item.Kind == OutputItemKind.Alert)
            Interlocked.Decrement(ref _waiting);
        return item;
    }

    public bool Drained => _items.IsCompleted;

    public void Dispose() => _items.Dispose();

    private bool TryAdd(OutputItem item)
    {
        try
        {
            return _items.TryAdd(item);
        }
        catch (InvalidOperationException)
        {
            // Completed by another thread between the caller's decision and now.
            return false;
        }
    }
}

internal enum PostResult
{
    Taken,
    Full,
    Stopped,
}

internal enum OutputItemKind
{
    Alert,
    Reopen,
}

internal readonly record struct OutputItem(OutputItemKind Kind, Alert? Alert);
