using System.Buffers.Binary;
using System.IO.Compression;

namespace RulesEngine.Compat.Scap;

/// <summary>
/// The blocks of a capture file, one at a time: decompresses, buffers, and checks the frame around each block. A block
/// is valid until the next one is read; the buffer grows to the largest block and is used again. What a block says of
/// its length is not believed before the bytes are there.
/// </summary>
internal sealed class CaptureStream : IDisposable
{
    private const int BlockBytesMax = 1 << 28;
    private const int EventBytesMax = 65536;
    private const int FrameBytes = 12;

    private readonly Stream _file;
    private readonly Stream _stream;
    private byte[] _buffer = new byte[256 * 1024];
    private int _start;
    private int _end;
    private long _consumed;
    private bool _streamEnded;
    private bool _compressionBroken;
    private int _blockBytes;

    private CaptureStream(Stream file, Stream contents)
    {
        _file = file;
        _stream = contents;
    }

    public byte[] Buffer => _buffer;

    /// <summary>Where the block's body begins in <see cref="Buffer"/>.</summary>
    public int BodyStart => _start + 8;

    public int BodyLength => _blockBytes - FrameBytes;

    public ReadOnlySpan<byte> Body => _buffer.AsSpan(BodyStart, BodyLength);

    public uint Type { get; private set; }

    /// <summary>Where the current block begins in the uncompressed file.</summary>
    public long Offset => _consumed;

    /// <summary>Bytes of the file itself that were taken so far; null for a stream without a position.</summary>
    public long? BytesTaken => _file.CanSeek ? _file.Position : null;

    public CaptureError? Error { get; private set; }

    /// <summary>Recognises gzip by its first two bytes; anything else is taken as it is.</summary>
    public static CaptureStream Open(Stream file)
    {
        var head = new byte[2];
        var read = file.ReadAtLeast(head, 2, throwOnEndOfStream: false);
        Stream whole = new PrefixedStream(head.AsMemory(0, read), file);
        return new CaptureStream(file, read == 2 && head[0] == 0x1F && head[1] == 0x8B
            ? new GZipStream(whole, CompressionMode.Decompress)
            : whole);
    }

    /// <summary>Goes to the next block. False at the end of the file and at damage (then <see cref="Error"/> is set).</summary>
    public bool MoveNext()
    {
        if (Error is not null) return false;
        _start += _blockBytes;
        _consumed += _blockBytes;
        _blockBytes = 0;
        if (_start == _end) _start = _end = 0;
        if (!Fill(8))
        {
            if (_end == _start && !_compressionBroken) return false;
            return Fail(CaptureErrorKind.Truncated, "the capture ends inside the header of a block");
        }
        Type = BinaryPrimitives.ReadUInt32LittleEndian(_buffer.AsSpan(_start));
        var length = BinaryPrimitives.ReadUInt32LittleEndian(_buffer.AsSpan(_start + 4));
        if (_consumed == 0 && Type != BlockType.SectionHeader)
        {
            return Fail(CaptureErrorKind.NotACapture, "the file does not begin with a section header block");
        }
        if (length is < FrameBytes or > BlockBytesMax)
        {
            return Fail(CaptureErrorKind.BrokenBlock, $"a block cannot be {length} bytes long");
        }
        if (length - FrameBytes > EventBytesMax && BlockType.IsSmallEvent(Type))
        {
            return Fail(CaptureErrorKind.BrokenEvent, $"an event cannot be {length - FrameBytes} bytes long");
        }
        if (!Fill((int)length)) return Fail(CaptureErrorKind.Truncated, "the capture ends inside a block");
        var trailer = BinaryPrimitives.ReadUInt32LittleEndian(_buffer.AsSpan(_start + (int)length - 4));
        if (trailer != length)
        {
            return Fail(
                CaptureErrorKind.BrokenBlock, $"a block says {length} bytes at its begin and {trailer} at its end");
        }
        _blockBytes = (int)length;
        return true;
    }

    public void Dispose() => _stream.Dispose();

    private bool Fail(CaptureErrorKind kind, string message)
    {
        Error = new CaptureError(kind, _consumed, message);
        return false;
    }

    /// <summary>Makes the next bytes present from <c>_start</c> on; false if the file has fewer.</summary>
    private bool Fill(int length)
    {
        while (_end - _start < length)
        {
            if (_streamEnded) return false;
            MakeRoom(length);
            _end += ReadSome();
        }
        return true;
    }

    private void MakeRoom(int length)
    {
        if (_end < _buffer.Length && _start + length <= _buffer.Length) return;
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }
        // The length may be a lie: grow with the data that really comes.
        if (_end == _buffer.Length) Array.Resize(ref _buffer, Math.Min(_buffer.Length * 2, length));
    }

    private int ReadSome()
    {
        try
        {
            var read = _stream.Read(_buffer, _end, _buffer.Length - _end);
            _streamEnded = read == 0;
            return read;
        }
        catch (InvalidDataException)
        {
            _streamEnded = true;
            _compressionBroken = true;
            return 0;
        }
    }
}
