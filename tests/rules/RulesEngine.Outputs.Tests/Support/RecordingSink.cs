using System.Text;
using RulesEngine.Outputs.Sinks;

namespace RulesEngine.Outputs.Tests.Support;

/// <summary>A real sink that keeps what it gets, and may be told to fail or to wait.</summary>
internal sealed class RecordingSink(string name = "recording") : IAlertSink
{
    private readonly List<string> _texts = [];
    private int _flushes;

    public string Name { get; } = name;

    public Func<string, Exception?> Failure { get; set; } = static _ => null;

    /// <summary>Writes wait until this is set.</summary>
    public ManualResetEventSlim Gate { get; } = new(initialState: true);

    /// <summary>Set when a write has begun.</summary>
    public ManualResetEventSlim Entered { get; } = new();

    public int Reopened { get; private set; }

    public int Flushes => Volatile.Read(ref _flushes);

    public bool Disposed { get; private set; }

    public IReadOnlyList<string> Texts => _texts;

    public void Write(in RenderedAlert alert)
    {
        Entered.Set();
        Gate.Wait();
        var text = Encoding.UTF8.GetString(alert.Text);
        if (Failure(text) is { } failure)
            throw failure;
        _texts.Add(text);
    }

    public void Flush() => Interlocked.Increment(ref _flushes);

    public void Reopen()
    {
        _texts.Add("reopen");
        Reopened++;
    }

    /// <summary>Disposing waits until this is set.</summary>
    public ManualResetEventSlim DisposeGate { get; } = new(initialState: true);

    public void Dispose()
    {
        DisposeGate.Wait();
        Disposed = true;
    }
}
