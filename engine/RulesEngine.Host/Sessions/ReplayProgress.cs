using System.Globalization;
using RulesEngine.Compat.Scap;

namespace RulesEngine.Host.Sessions;

/// <summary>
/// One line on a terminal that says how far a replay is; it is erased before anything else is printed there, and at the
/// end. Where standard error is no terminal there is none: use <see cref="OnTerminal"/>.
/// </summary>
internal sealed class ReplayProgress(TextWriter terminal, TimeProvider time) : IDisposable
{
    /// <summary>Of so many events one looks at the clock.</summary>
    private const int Stride = 1 << 13;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private readonly Lock _lock = new();
    private readonly long _started = time.GetTimestamp();
    private long _shown = time.GetTimestamp();
    private int _events;
    private bool _isVisible;

    /// <summary>Null where nobody would see it.</summary>
    public static ReplayProgress? OnTerminal() =>
        Console.IsErrorRedirected ? null : new ReplayProgress(Console.Error, TimeProvider.System);

    /// <summary>Called for every event.</summary>
    /// <param name="player">The replay.</param>
    /// <param name="bytes">The size of the file; 0 where it is not known.</param>
    public void Step(CapturePlayer player, long bytes)
    {
        if (++_events % Stride != 0 || time.GetElapsedTime(_shown) < Interval)
            return;
        _shown = time.GetTimestamp();
        var line = Describe(player.RawEvents, player.BytesTaken ?? 0, bytes, time.GetElapsedTime(_started));
        lock (_lock)
        {
            terminal.Write("\r\e[K" + line);
            _isVisible = true;
        }
    }

    /// <summary>Erases the line, then prints on the same terminal.</summary>
    public void Print(Stream output, ReadOnlySpan<byte> text)
    {
        lock (_lock)
        {
            Erase();
            output.Write(text);
        }
    }

    public void Dispose()
    {
        lock (_lock)
            Erase();
    }

    /// <summary>What the line says, for example <c>1,200,000 events, 950,000/s, 40 %, 3 s left</c>.</summary>
    internal static string Describe(ulong events, long bytesTaken, long bytes, TimeSpan elapsed)
    {
        var seconds = Math.Max(elapsed.TotalSeconds, 0.001);
        var line = string.Create(CultureInfo.InvariantCulture, $"{events:N0} events, {events / seconds:N0}/s");
        if (bytes <= 0 || bytesTaken <= 0)
            return line;
        var done = Math.Min(1, (double)bytesTaken / bytes);
        return line + string.Create(
            CultureInfo.InvariantCulture, $", {done * 100:N0} %, {Math.Ceiling(seconds / done * (1 - done)):N0} s left");
    }

    private void Erase()
    {
        if (!_isVisible)
            return;
        terminal.Write("\r\e[K");
        _isVisible = false;
    }
}

/// <summary>Standard output on the terminal that shows the progress.</summary>
internal sealed class BesideProgress(Stream output, ReplayProgress progress) : Stream
{
    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Write(ReadOnlySpan<byte> buffer) => progress.Print(output, buffer);

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush() => output.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
