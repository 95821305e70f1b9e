namespace RulesEngine.Outputs.Sinks;

/// <summary>How long a sink keeps its file or program open.</summary>
public enum SinkLifetime
{
    /// <summary>Opened for each alert and closed after it.</summary>
    PerAlert,

    /// <summary><c>keep_alive</c>: opened at the first alert, closed at the end or when asked to reopen.</summary>
    KeepAlive,
}

/// <summary>
/// Appends each alert as a line to a file. The end is looked up for every write, so a file that something else has
/// truncated or grown meanwhile is continued at its end. Named pipes and devices work too.
/// </summary>
public sealed class FileSink(string path, SinkLifetime lifetime, OutputBuffering buffering) : IAlertSink
{
    private Stream? _file;

    public string Name => "file";

    public void Write(in RenderedAlert alert)
    {
        try
        {
            _file ??= Open();
            _file.Write(alert.Line);
            if (lifetime == SinkLifetime.PerAlert)
                Reopen();
            else if (buffering == OutputBuffering.None)
                _file.Flush();
        }
        catch (IOException)
        {
            // What could not be written must not come back at the next flush.
            Abandon();
            throw;
        }
    }

    public void Flush() => _file?.Flush();

    public void Reopen()
    {
        var file = _file;
        _file = null;
        file?.Dispose();
    }

    public void Dispose() => Reopen();

    private Stream Open()
    {
        var file = new FileStream(
            path,
            new FileStreamOptions
            {
                Mode = FileMode.OpenOrCreate,
                Access = FileAccess.Write,
                Share = FileShare.ReadWrite | FileShare.Delete,
                BufferSize = 0,
            });
        var appending = new AppendingStream(file);
        return buffering == OutputBuffering.Buffered ? new BufferedStream(appending, 64 * 1024) : appending;
    }

    private void Abandon()
    {
        var file = _file;
        _file = null;
        try
        {
            file?.Dispose();
        }
        catch (IOException)
        {
            // The write has failed already, and that failure is the one reported.
        }
    }
}
