namespace RulesEngine.Outputs.Sinks.Elasticsearch;

/// <summary>Reads whole lines from a file; what follows the last line end is not a line yet.</summary>
internal sealed class LineReader(Stream file)
{
    private byte[] _buffer = new byte[64 * 1024];
    private int _start;
    private int _end;

    /// <summary>The next line without its end, in memory of its own; null when there is none.</summary>
    public ReadOnlyMemory<byte>? Next()
    {
        var searched = 0;
        while (true)
        {
            var lineEnd = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf((byte)'\n');
            if (lineEnd >= 0)
            {
                var line = _buffer.AsSpan(_start, searched + lineEnd).ToArray();
                _start += searched + lineEnd + 1;
                return line;
            }

            searched = _end - _start;
            if (!Fill())
                return null;
        }
    }

    private bool Fill()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }

        if (_end == _buffer.Length)
            Array.Resize(ref _buffer, _buffer.Length * 2);
        var read = file.Read(_buffer, _end, _buffer.Length - _end);
        _end += read;
        return read > 0;
    }
}
