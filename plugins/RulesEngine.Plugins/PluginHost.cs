using System.Collections.Frozen;
using System.Collections.Immutable;
using RulesEngine.Plugins.Hosting;

namespace RulesEngine.Plugins;

/// <summary>What became of a request to call an action.</summary>
public enum DispatchResult
{
    Queued,

    /// <summary>No plugin exports the action.</summary>
    UnknownAction,

    /// <summary>The plugin's queue is full.</summary>
    Dropped,

    /// <summary>The plugin kept failing and is off.</summary>
    SwitchedOff,
}

/// <summary>A file that did not become a plugin, and why.</summary>
public sealed record PluginLoadError(string File, string Reason);

/// <summary>
/// All plugins: loads them from files and folders, knows which action belongs to which, and hands requests over. A
/// plugin is one JavaScript module with a thread, a queue and a world of its own; no plugin sees another, and none can
/// hold the caller up.
/// </summary>
public sealed class PluginHost : IDisposable
{
    /// <summary>Action words that the engine itself answers to.</summary>
    private static readonly FrozenSet<string> BuiltIn = FrozenSet.Create(StringComparer.Ordinal, "alert", "deny", "kill");

    private readonly ImmutableArray<PluginWorker> _workers;
    private readonly FrozenDictionary<string, PluginWorker> _byAction;

    private PluginHost(ImmutableArray<PluginWorker> workers, ImmutableArray<PluginLoadError> errors)
    {
        _workers = workers;
        Errors = errors;
        _byAction = workers
            .SelectMany(worker => worker.Manifest.Actions.Select(action => (action, worker)))
            .ToFrozenDictionary(pair => pair.action, pair => pair.worker, StringComparer.Ordinal);
    }

    /// <summary>Files that were asked for and are no plugins.</summary>
    public ImmutableArray<PluginLoadError> Errors { get; }

    public ImmutableArray<PluginManifest> Manifests => [.. _workers.Select(worker => worker.Manifest)];

    public ImmutableArray<PluginCounters> Counters => [.. _workers.Select(worker => worker.Counters)];

    /// <summary>The action words that can be dispatched.</summary>
    public IReadOnlyCollection<string> ActionNames => _byAction.Keys;

    /// <summary>
    /// Loads every <c>.js</c> file named, and those in every folder named, in the order of their names. A file that cannot
    /// be loaded, or takes a name or an action that is taken, is left out and listed in <see cref="Errors"/>.
    /// </summary>
    public static PluginHost Load(IEnumerable<string> paths, PluginLimits limits, PluginCallbacks callbacks)
    {
        var workers = ImmutableArray.CreateBuilder<PluginWorker>();
        var errors = ImmutableArray.CreateBuilder<PluginLoadError>();
        foreach (var file in Expand(paths, errors))
        {
            var (worker, reason) = PluginWorker.Start(file, limits, callbacks);
            reason ??= Conflict(worker!.Manifest, workers);
            if (reason is null)
            {
                workers.Add(worker!);
                continue;
            }

            worker?.Dispose();
            errors.Add(new PluginLoadError(file, reason));
        }

        return new PluginHost(workers.ToImmutable(), errors.ToImmutable());
    }

    /// <summary>Asks for a call and returns at once. Any thread.</summary>
    public DispatchResult Dispatch(ActionRequest request) =>
        _byAction.TryGetValue(request.Action, out var worker) ? worker.Post(request) : DispatchResult.UnknownAction;

    /// <summary>Lets plugins finish what waits, for at most that long together; false when some did not.</summary>
    public bool Stop(TimeSpan bound)
    {
        var start = TimeProvider.System.GetTimestamp();
        var all = true;
        foreach (var worker in _workers)
        {
            var left = bound - TimeProvider.System.GetElapsedTime(start);
            all &= worker.Stop(left > TimeSpan.Zero ? left : TimeSpan.Zero);
        }

        return all;
    }

    /// <summary>Stops within five seconds.</summary>
    public void Dispose()
    {
        Stop(TimeSpan.FromSeconds(5));
        foreach (var worker in _workers)
            worker.Dispose();
    }

    private static IEnumerable<string> Expand(IEnumerable<string> paths, ImmutableArray<PluginLoadError>.Builder errors)
    {
        foreach (var path in paths)
        {
            if (Directory.Exists(path))
            {
                foreach (var file in Directory.EnumerateFiles(path, "*.js").Order(StringComparer.Ordinal))
                    yield return file;
            }
            else if (File.Exists(path))
            {
                yield return path;
            }
            else
            {
                errors.Add(new PluginLoadError(path, "no such file or folder"));
            }
        }
    }

    private static string? Conflict(PluginManifest manifest, IReadOnlyCollection<PluginWorker> loaded)
    {
        if (loaded.Any(other => other.Manifest.Name == manifest.Name))
            return $"a plugin named {manifest.Name} is loaded already";
        foreach (var action in manifest.Actions)
        {
            if (BuiltIn.Contains(action) || action.StartsWith("signal", StringComparison.Ordinal))
                return $"the action {action} is built in";
            if (loaded.FirstOrDefault(other => other.Manifest.Actions.Contains(action)) is { } taken)
                return $"the action {action} belongs to the plugin {taken.Manifest.Name} already";
        }

        return null;
    }
}
