using System.Collections.Immutable;
using RulesEngine.Outputs.Alerts;
using RulesEngine.Outputs.Metrics;

namespace RulesEngine.Outputs.Sinks;

/// <summary>
/// A place alerts go to. One output thread calls it, one call at a time; it may block and it may throw: the worker
/// counts the failure, reports it, and goes on with the other sinks.
/// </summary>
public interface IAlertSink : IDisposable
{
    /// <summary>The channel's name in messages and metrics: <c>stdout</c>, <c>file</c>, <c>http</c>, ...</summary>
    string Name { get; }

    void Write(in RenderedAlert alert);

    /// <summary>What became of alerts after the sink took them, where it knows more than that it took them.</summary>
    ImmutableArray<NamedCount> Results => [];

    /// <summary>Hands on what is buffered; called when the queue has been idle, and at the end.</summary>
    void Flush()
    {
    }

    /// <summary>Closes what is open, so that the next alert opens it anew (log rotation).</summary>
    void Reopen()
    {
    }
}

/// <summary>An alert beside its configured text, line or JSON; valid during the call that hands it over.</summary>
public readonly ref struct RenderedAlert(Alert alert, ReadOnlySpan<byte> line)
{
    public Alert Alert { get; } = alert;

    /// <summary>The text in UTF-8 with one line end.</summary>
    public ReadOnlySpan<byte> Line { get; } = line;

    /// <summary>The text without its line end.</summary>
    public ReadOnlySpan<byte> Text => Line[..^1];
}
