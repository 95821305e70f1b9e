using RulesEngine.Plugins.Capabilities;

namespace RulesEngine.Plugins.Script;

/// <summary>
/// A plugin's module and what it may do. Its world is replaced after a limit was hit and after it has allocated a lot;
/// what the plugin keeps with <c>kv</c> stays. Everything here belongs to one thread.
/// </summary>
internal sealed class ScriptPlugin : IDisposable
{
    private const long SourceMaxBytes = 1024 * 1024;

    private readonly PluginLimits _limits;
    private readonly string _source;
    private readonly PluginCapabilities _capabilities;
    private ScriptWorld? _world;
    private long _bornAt;

    /// <summary>Reads and runs the file. Throws <see cref="ScriptFailure"/> when it is no plugin.</summary>
    public ScriptPlugin(string file, PluginLimits limits, PluginCallbacks callbacks)
    {
        _limits = limits;
        _source = Read(file);
        SourceCheck.Check(_source, Path.GetFileName(file));
        _world = NewWorld();
        try
        {
            Manifest = _world.Run(limits.LoadTime, () => ManifestReader.Read(_world.Exports));
        }
        catch
        {
            _world.Dispose();
            throw;
        }

        var folder = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(file))!, Manifest.Name + ".data");
        _capabilities = new PluginCapabilities
        {
            Log = text => callbacks.Log(Manifest.Name, text),
            Files = Manifest.Files ? new PluginFiles(folder) : null,
            Http = Manifest.HttpHosts.IsEmpty ? null : new PluginHttp(Manifest.HttpHosts),
            Store = new PluginStore(),
        };
    }

    public PluginManifest Manifest { get; }

    /// <summary>Runs the action to its end. Throws <see cref="ScriptFailure"/>.</summary>
    public void Call(ActionRequest request)
    {
        var world = _world ??= NewWorld();
        try
        {
            world.CallAction(
                request.Action,
                () => ScriptContext.Create(world, request, _capabilities),
                _limits.CallTime);
        }
        catch (ScriptFailure failure) when (failure.SpoilsWorld)
        {
            Discard();
            throw;
        }

        if (GC.GetAllocatedBytesForCurrentThread() - _bornAt > _limits.WorldMemoryBytes)
            Discard();
    }

    public void Dispose()
    {
        Discard();
        _capabilities.Http?.Dispose();
    }

    private ScriptWorld NewWorld()
    {
        _bornAt = GC.GetAllocatedBytesForCurrentThread();
        return new ScriptWorld(_source, _limits);
    }

    private void Discard()
    {
        _world?.Dispose();
        _world = null;
    }

    private static string Read(string file)
    {
        try
        {
            var length = new FileInfo(file).Length;
            return length <= SourceMaxBytes
                ? File.ReadAllText(file)
                : throw new ScriptFailure($"the file is larger than {SourceMaxBytes} bytes", FailureKind.Error);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ScriptFailure(failure.Message, FailureKind.Error);
        }
    }
}
