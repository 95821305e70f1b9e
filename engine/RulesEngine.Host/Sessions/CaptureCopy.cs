using RulesEngine.Compat.Scap;
using RulesEngine.Runtime.State;

namespace RulesEngine.Host.Sessions;

/// <summary>
/// The events of a replay as a capture of their own: what was there at the begin, then the events, in the current schema.
/// Events that were not chosen ride along, marked as state only, where those that were need what they did: a reader knows
/// the same of the chosen ones and never shows the others. Until it is complete the copy has a name of its own beside the
/// target, so that what was there, perhaps the capture itself by another name, is never lost to a copy that failed.
/// </summary>
internal sealed class CaptureCopy : IDisposable
{
    private readonly CaptureWriter _writer;
    private readonly string _path;
    private readonly string _target;
    private readonly string _file;
    private bool _isWhole;

    private CaptureCopy(string path, string target, string file, Stream stream)
    {
        _path = path;
        _target = target;
        _file = file;
        _writer = CaptureWriter.Create(stream, CaptureCompression.Gzip);
    }

    /// <exception cref="UserErrorException">The file cannot be written, or is the one that is read.</exception>
    public static CaptureCopy Create(string path, string capture) => Try(path, () =>
    {
        var target = RealPath.Of(path);
        if (target == RealPath.Of(capture))
            throw new UserErrorException($"{path} is the capture that is read");
        if (Directory.Exists(target))
            throw new UserErrorException($"Could not write {path}: it is a folder");
        var file = IsDevice(path) ? path : $"{target}.{Path.GetRandomFileName()}";
        return new CaptureCopy(path, target, file, new FileStream(file, new FileStreamOptions
        {
            Mode = file == path ? FileMode.Create : FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = file != path && File.Exists(target) ? File.GetUnixFileMode(target) : null,
        }));
    });

    /// <summary>Terminals, pipes and the like hold nothing that could be lost, and must not be replaced by a file.</summary>
    private static bool IsDevice(string path)
    {
        var full = Path.GetFullPath(path);
        return (full.StartsWith("/dev/", StringComparison.Ordinal) || full.StartsWith("/proc/", StringComparison.Ordinal))
            && !full.StartsWith("/dev/shm/", StringComparison.Ordinal);
    }

    public void Begin(EngineState state) => Try(_path, () => { _writer.WriteState(state); return true; });

    /// <param name="player">Stands at the event.</param>
    /// <param name="isChosen">Whether the event is wanted for itself.</param>
    public void Write(CapturePlayer player, bool isChosen)
    {
        if (!isChosen && !ServesState(player))
            return;
        try
        {
            _writer.WriteEvent(player.Event.Event, player.IsStateOnly || !isChosen);
        }
        catch (IOException error)
        {
            throw CannotWrite(_path, error);
        }
    }

    /// <summary>Ends the copy and gives it its name.</summary>
    public void Complete() => Try(_path, () =>
    {
        _writer.Dispose();
        if (_file != _path)
            File.Move(_file, _target, overwrite: true);
        _isWhole = true;
        return true;
    });

    /// <summary>A copy that was not completed leaves nothing behind.</summary>
    public void Dispose()
    {
        if (_isWhole)
            return;
        try
        {
            _writer.Dispose();
        }
        catch (IOException)
        {
            // What could not be written is given up here anyway.
        }
        if (_file != _path)
            File.Delete(_file);
    }

    /// <summary>What the state follows, helper events, and the first of all: times are counted from it.</summary>
    private static bool ServesState(CapturePlayer player) =>
        player.ServesState || !player.IsForRules || player.Event.FirstTimestampNs == player.Event.TimestampNs;

    private static T Try<T>(string path, Func<T> write)
    {
        try
        {
            return write();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw CannotWrite(path, error);
        }
    }

    private static UserErrorException CannotWrite(string path, Exception error) =>
        new($"Could not write {path}: {error.Message}", error);
}
