using System.Collections.Concurrent;
using RulesEngine.Plugins.Script;

namespace RulesEngine.Plugins.Hosting;

/// <summary>
/// One plugin at work: its thread, its queue, its counters, and the decision to switch it off. Everything that touches
/// script happens on the plugin's own thread.
/// </summary>
internal sealed class PluginWorker : IDisposable
{
    /// <summary>The same on every system: what a default thread gets differs, and script can dig deep.</summary>
    private const int StackBytes = 16 * 1024 * 1024;

    private readonly string _file;
    private readonly PluginLimits _limits;
    private readonly PluginCallbacks _callbacks;
    private readonly BlockingCollection<ActionRequest> _queue;
    private readonly TaskCompletionSource<(PluginManifest? Manifest, string? Reason)> _loaded = new();
    private readonly StuckWatch _watch;
    private readonly Thread _thread;
    private long _runs;
    private long _failures;
    private long _timeouts;
    private long _over;
    private long _drops;
    private int _failuresInARow;
    private volatile bool _off;

    private PluginWorker(string file, PluginLimits limits, PluginCallbacks callbacks)
    {
        _file = file;
        _limits = limits;
        _callbacks = callbacks;
        _queue = new BlockingCollection<ActionRequest>(limits.QueueCapacity);
        _watch = new StuckWatch(limits.CallTime + limits.StuckTime, GiveUp);
        _thread = new Thread(Run, StackBytes) { IsBackground = true, Name = "plugin " + Path.GetFileNameWithoutExtension(file) };
    }

    public PluginManifest Manifest { get; private set; } = null!;

    public PluginCounters Counters => new(
        Manifest.Name,
        Interlocked.Read(ref _runs),
        Interlocked.Read(ref _failures),
        Interlocked.Read(ref _timeouts),
        Interlocked.Read(ref _over),
        Interlocked.Read(ref _drops),
        _off);

    /// <summary>Starts the thread and waits until the module is loaded: the worker, or why there is none.</summary>
    public static (PluginWorker? Worker, string? Reason) Start(
        string file, PluginLimits limits, PluginCallbacks callbacks)
    {
        var worker = new PluginWorker(file, limits, callbacks);
        worker._thread.Start();
        if (!worker._loaded.Task.Wait(limits.LoadTime + limits.StuckTime))
            return (null, "loading does not come to an end");
        var (manifest, reason) = worker._loaded.Task.Result;
        if (manifest is null)
            return (null, reason);
        worker.Manifest = manifest;
        return (worker, null);
    }

    public DispatchResult Post(ActionRequest request)
    {
        if (_off || _queue.IsAddingCompleted)
            return Drop(DispatchResult.SwitchedOff);
        try
        {
            return _queue.TryAdd(request) ? DispatchResult.Queued : Drop(DispatchResult.Dropped);
        }
        catch (InvalidOperationException)
        {
            // Stopped by another thread between the check and here.
            return Drop(DispatchResult.SwitchedOff);
        }
    }

    /// <summary>Lets it finish what waits; false when that takes longer, and the thread is left to itself.</summary>
    public bool Stop(TimeSpan bound)
    {
        _queue.CompleteAdding();
        return _thread.Join(bound);
    }

    /// <summary>Stops without patience. What a thread that is still busy uses stays with it.</summary>
    public void Dispose()
    {
        if (!Stop(TimeSpan.Zero))
            return;
        _queue.Dispose();
        _watch.Dispose();
    }

    private void Run()
    {
        using var plugin = Load();
        if (plugin is null)
            return;
        foreach (var request in _queue.GetConsumingEnumerable())
        {
            if (_off)
                Drop(DispatchResult.SwitchedOff);
            else
                Call(plugin, request);
        }
    }

    private ScriptPlugin? Load()
    {
        try
        {
            var plugin = new ScriptPlugin(_file, _limits, _callbacks);
            _loaded.SetResult((plugin.Manifest, null));
            return plugin;
        }
        catch (ScriptFailure failure)
        {
            _loaded.SetResult((null, failure.Message));
            return null;
        }
    }

    private void Call(ScriptPlugin plugin, ActionRequest request)
    {
        Interlocked.Increment(ref _runs);
        try
        {
            _watch.Enter();
            plugin.Call(request);
            _failuresInARow = 0;
        }
        catch (ScriptFailure) when (_off)
        {
            // Given up while it was stuck, and counted then.
        }
        catch (ScriptFailure failure)
        {
            Interlocked.Increment(ref failure.IsTimeout ? ref _timeouts : ref _failures);
            _callbacks.CallFailed(Manifest.Name, request.Action, failure.Message);
            if (++_failuresInARow >= _limits.FailuresInARow)
                SwitchOff(_failuresInARow, failure.Message);
        }
        finally
        {
            _watch.Leave();
            Interlocked.Increment(ref _over);
        }
    }

    /// <summary>The call cannot be broken off: the thread is left to itself, and nothing is sent to it any more.</summary>
    private void GiveUp()
    {
        Interlocked.Increment(ref _timeouts);
        SwitchOff(1, "a call is stuck and cannot be broken off");
    }

    private void SwitchOff(long failures, string reason)
    {
        if (Interlocked.Exchange(ref _off, true))
            return;
        _callbacks.SwitchedOff(Manifest.Name, failures, reason);
    }

    private DispatchResult Drop(DispatchResult result)
    {
        Interlocked.Increment(ref _drops);
        return result;
    }
}
