using System.Buffers;
using Microsoft.Win32.SafeHandles;
using RulesEngine.Outputs.Formatting;
using RulesEngine.Runtime.State;

namespace RulesEngine.Host.Sessions;

/// <summary>
/// Events as lines on standard output, many per write; on a terminal each at once. A reader that goes away (<c>| head</c>)
/// is no error: <see cref="IsClosed"/> says that nobody listens any more.
/// </summary>
internal sealed class EventLines(EventFormatter formatter, bool json) : IDisposable
{
    private const int BufferBytes = 64 * 1024;
    private const int BrokenPipe = 32;

    private readonly ArrayBufferWriter<byte> _line = new(1024);
    private readonly ArrayBufferWriter<byte> _lines = new(BufferBytes);
    private readonly Stream _output = Open();
    private readonly int _mostHeldBack = Console.IsOutputRedirected ? BufferBytes : 0;

    public bool IsClosed { get; private set; }

    /// <summary>False when the event is left out: it has no value for a field of the format.</summary>
    public bool Write(EventContext context)
    {
        _line.ResetWrittenCount();
        if (!(json ? formatter.TryWriteJson(_line, context) : formatter.TryWriteText(_line, context)))
            return false;
        _lines.Write(_line.WrittenSpan);
        _lines.Write("\n"u8);
        if (_lines.WrittenCount >= _mostHeldBack)
            Flush();
        return true;
    }

    public void Flush()
    {
        try
        {
            if (!IsClosed)
                _output.Write(_lines.WrittenSpan);
        }
        catch (IOException error) when (error.HResult == BrokenPipe)
        {
            IsClosed = true;
        }
        catch (IOException error)
        {
            throw new UserErrorException($"Could not write to standard output: {error.Message}", error);
        }
        _lines.ResetWrittenCount();
    }

    public void Dispose() => _output.Dispose();

    /// <summary>
    /// The console's stream hides that a pipe was closed; a file stream does not, but would not move the position that
    /// a regular file shares with the processes that write to it next.
    /// </summary>
    private static Stream Open()
    {
        var handle = new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        return handle.CanSeek ? Console.OpenStandardOutput() : handle;
    }
}
