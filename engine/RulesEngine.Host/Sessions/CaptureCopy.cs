using RulesEngine.Compat.Scap;
using RulesEngine.Runtime.Events;
using RulesEngine.Runtime.State;

namespace RulesEngine.Host.Sessions;

/// <summary>
/// The events of a replay as a capture of their own: what was there at the begin, then the events, in the current schema.
/// Events that were not chosen ride along, marked as state only, where those that were need what they did: a reader knows
/// the same of the chosen ones and never shows the others.
/// </summary>
internal sealed class CaptureCopy : IDisposable
{
    private readonly CaptureWriter _writer;
    private readonly string _path;

    private CaptureCopy(string path, Stream file)
    {
        _path = path;
        _writer = CaptureWriter.Create(file, CaptureCompression.Gzip);
    }

    /// <exception cref="UserErrorException">The file cannot be written, or is the one that is read.</exception>
    public static CaptureCopy Create(string path, string capture)
    {
        if (Path.GetFullPath(path) == Path.GetFullPath(capture))
            throw new UserErrorException($"{path} is the capture that is read");
        return Try(path, () => new CaptureCopy(path, File.Create(path)));
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

    public void Dispose() => Try(_path, () => { _writer.Dispose(); return true; });

    /// <summary>Helper events, those that Falco says change the state, and traffic: sockets learn their ends from it.</summary>
    private static bool ServesState(CapturePlayer player) =>
        !player.IsForRules
        || (player.Event.Definition.Flags & EventFlags.ModifiesState) != 0
        || player.Event.Fd is { } fd && (fd.IsIPSocket || fd.IsUnixSocket || fd.IsServerSocket);

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
