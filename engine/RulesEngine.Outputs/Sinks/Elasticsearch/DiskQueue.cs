using System.Globalization;
using System.Text;

namespace RulesEngine.Outputs.Sinks.Elasticsearch;

/// <summary>
/// Documents on disk in the order they came: a row of files that are only appended to, and a bookmark for how far they
/// are delivered. One thread appends, one reads; a restarted engine goes on at the bookmark. What was read but not
/// marked is read again, which the documents' ids make harmless.
/// </summary>
/// <remarks>
/// A line is <c>index TAB id TAB document</c>. Files are <c>BASE-NNNNNNNNNN.ndjson</c>, the bookmark is
/// <c>BASE.bookmark</c> with a file's number and an offset in it.
/// </remarks>
internal sealed class DiskQueue : IDisposable
{
    private readonly Lock _gate = new();
    private readonly string _base;
    private readonly long _fileBytes;
    private readonly int _filesMax;
    private readonly SortedSet<long> _files;
    private FileStream? _writing;
    private long _writingNumber;
    private long _number;
    private long _offset;
    private long _nextOffset;
    private long _lost;

    public DiskQueue(string basePath, long fileBytes, int filesMax)
    {
        _base = Path.GetFullPath(basePath);
        _fileBytes = fileBytes;
        _filesMax = Math.Max(2, filesMax);
        Directory.CreateDirectory(Path.GetDirectoryName(_base)!);
        _files = Existing();
        _writingNumber = _files.Count > 0 ? _files.Max : 0;
        (_number, _offset) = ReadBookmark();
        _nextOffset = _offset;
        foreach (var delivered in _files.Where(file => file < _number).ToList())
            Delete(delivered);
    }

    /// <summary>Documents given up because the disk held too many files, or found damaged.</summary>
    public long Lost => Interlocked.Read(ref _lost);

    /// <summary>Puts a document at the end. Throws <see cref="IOException"/> when the disk does not take it.</summary>
    public void Append(BulkDocument document)
    {
        var head = Encoding.UTF8.GetBytes($"{document.Index}\t{document.Id}\t");
        var line = new byte[head.Length + document.Body.Length + 1];
        head.CopyTo(line, 0);
        document.Body.Span.CopyTo(line.AsSpan(head.Length));
        line[^1] = (byte)'\n';
        lock (_gate)
        {
            if (_writing is null || _writing.Length + line.Length > _fileBytes)
                RollLocked();
            var end = _writing!.Position;
            try
            {
                _writing.Write(line);
            }
            catch (IOException)
            {
                // Half a line must not be continued by the next one.
                _writing.SetLength(end);
                throw;
            }
        }
    }

    /// <summary>
    /// The oldest documents that are not marked as delivered; none when all are. The same again until
    /// <see cref="Advance"/>, damaged lines left out and counted.
    /// </summary>
    public List<BulkDocument> Read(int count)
    {
        lock (_gate)
        {
            while (true)
            {
                var documents = ReadFileLocked(count);
                if (documents.Count > 0 || !NextFileLocked())
                    return documents;
            }
        }
    }

    /// <summary>What the latest read gave is delivered.</summary>
    public void Advance()
    {
        lock (_gate)
        {
            _offset = _nextOffset;
            var temporary = _base + ".bookmark.new";
            File.WriteAllText(temporary, string.Create(CultureInfo.InvariantCulture, $"{_number} {_offset}"));
            File.Move(temporary, _base + ".bookmark", overwrite: true);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _writing?.Dispose();
            _writing = null;
        }
    }

    private List<BulkDocument> ReadFileLocked(int count)
    {
        var documents = new List<BulkDocument>();
        _nextOffset = _offset;
        if (!_files.Contains(_number))
            return documents;
        using var file = new FileStream(
            PathOf(_number), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        file.Seek(_offset, SeekOrigin.Begin);
        var reader = new LineReader(file);
        while (documents.Count < count && reader.Next() is { } line)
        {
            _nextOffset += line.Length + 1;
            if (Parse(line) is { } document)
                documents.Add(document);
            else
                Interlocked.Increment(ref _lost);
        }

        if (documents.Count == 0)
            _offset = _nextOffset;
        return documents;
    }

    /// <summary>Goes on to the next file if the present one is done with for good, and deletes it.</summary>
    private bool NextFileLocked()
    {
        if (_number == _writingNumber && _writing is not null)
            return false;
        var next = _files.FirstOrDefault(number => number > _number);
        if (next == 0)
            return false;
        // A crash can leave half a line at the end of a file that nobody writes any more.
        if (_files.Contains(_number) && new FileInfo(PathOf(_number)).Length > _offset)
            Interlocked.Increment(ref _lost);
        Delete(_number);
        _number = next;
        _offset = 0;
        return true;
    }

    private void RollLocked()
    {
        _writing?.Dispose();
        var number = _writingNumber + 1;
        _writing = new FileStream(
            PathOf(number),
            new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                Share = FileShare.ReadWrite | FileShare.Delete,
                BufferSize = 0,
            });
        _writingNumber = number;
        _files.Add(number);
        if (_number == 0)
            _number = number;
        while (_files.Count > _filesMax)
            GiveUpLocked(_files.Min);
    }

    private void GiveUpLocked(long number)
    {
        using (var file = File.OpenRead(PathOf(number)))
        {
            if (number == _number)
                file.Seek(_offset, SeekOrigin.Begin);
            var reader = new LineReader(file);
            while (number >= _number && reader.Next() is not null)
                Interlocked.Increment(ref _lost);
        }

        Delete(number);
        if (number != _number)
            return;
        _number = _files.Min;
        _offset = 0;
        _nextOffset = 0;
    }

    private void Delete(long number)
    {
        _files.Remove(number);
        File.Delete(PathOf(number));
    }

    private static BulkDocument? Parse(ReadOnlyMemory<byte> line)
    {
        var index = line.Span.IndexOf((byte)'\t');
        var id = index < 0 ? -1 : line.Span[(index + 1)..].IndexOf((byte)'\t');
        if (id <= 0 || line.Span[^1] != (byte)'}')
            return null;
        return new BulkDocument(
            Encoding.UTF8.GetString(line.Span[..index]),
            Encoding.UTF8.GetString(line.Span.Slice(index + 1, id)),
            line[(index + id + 2)..]);
    }

    private (long Number, long Offset) ReadBookmark()
    {
        var first = _files.Count > 0 ? _files.Min : 0;
        try
        {
            var parts = File.ReadAllText(_base + ".bookmark").Split(' ');
            if (parts.Length == 2 &&
                long.TryParse(parts[0], CultureInfo.InvariantCulture, out var number) &&
                long.TryParse(parts[1], CultureInfo.InvariantCulture, out var offset) &&
                _files.Contains(number))
                return (number, offset);
        }
        catch (FileNotFoundException)
        {
            // The first run.
        }

        return (first, 0);
    }

    private SortedSet<long> Existing()
    {
        var name = Path.GetFileName(_base) + "-";
        var numbers = new SortedSet<long>();
        foreach (var file in Directory.EnumerateFiles(Path.GetDirectoryName(_base)!, name + "*.ndjson"))
        {
            var digits = Path.GetFileNameWithoutExtension(file).AsSpan(name.Length);
            if (long.TryParse(digits, CultureInfo.InvariantCulture, out var number) && number > 0)
                numbers.Add(number);
        }

        return numbers;
    }

    private string PathOf(long number) => string.Create(CultureInfo.InvariantCulture, $"{_base}-{number:D10}.ndjson");
}
