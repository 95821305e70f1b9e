namespace RulesEngine.Outputs.Sinks;

/// <summary>Whether a sink may hold lines back until its buffer is full or the queue is idle.</summary>
public enum OutputBuffering
{
    /// <summary>Each line leaves at once.</summary>
    None,

    /// <summary><c>buffered_outputs</c>: lines leave when the buffer is full, when the queue is idle, and at the end.</summary>
    Buffered,
}

/// <summary>Writes each alert as a line to a stream the process was started with: standard output.</summary>
public sealed class StreamSink : IAlertSink
{
    private readonly Stream _output;
    private readonly OutputBuffering _buffering;

    /// <param name="name">The channel's name.</param>
    /// <param name="output">Taken over: disposing the sink disposes it.</param>
    /// <param name="buffering">Whether lines may wait.</param>
    public StreamSink(string name, Stream output, OutputBuffering buffering)
    {
        Name = name;
        _buffering = buffering;
        _output = buffering == OutputBuffering.Buffered ? new BufferedStream(output, 64 * 1024) : output;
    }

    public static StreamSink StandardOutput(OutputBuffering buffering) =>
        new("stdout", Console.OpenStandardOutput(), buffering);

    public string Name { get; }

    public void Write(in RenderedAlert alert)
    {
        _output.Write(alert.Line);
        if (_buffering == OutputBuffering.None)
            _output.Flush();
    }

    public void Flush() => _output.Flush();

    public void Dispose() => _output.Dispose();
}
