namespace RulesEngine.Runtime.State;

/// <summary>
/// A list of byte strings (arguments, environment) in one array, each ended by a NUL as they come from the kernel.
/// Immutable; processes share it with their children.
/// </summary>
public sealed class ByteStrings
{
    public static readonly ByteStrings Empty = new([], 0);

    private byte[]? _joined;

    private ByteStrings(byte[] raw, int count)
    {
        Raw = raw;
        Count = count;
    }

    /// <summary>The strings one after another, each with its NUL.</summary>
    public byte[] Raw { get; }

    public int Count { get; }

    /// <summary>The strings with one space between them. Made once per list.</summary>
    public ReadOnlySpan<byte> Joined => _joined ??= Join();

    /// <summary>Splits at NULs; a last string may lack its own. A single NUL is no string, two are two empty ones.</summary>
    public static ByteStrings From(ReadOnlySpan<byte> bytes)
    {
        if (bytes is [] or [0]) return Empty;
        var complete = bytes[^1] == 0;
        var raw = new byte[bytes.Length + (complete ? 0 : 1)];
        bytes.CopyTo(raw);
        return new ByteStrings(raw, raw.AsSpan().Count((byte)0));
    }

    /// <summary>The same for a list that may be followed by NULs up to the end of its buffer.</summary>
    public static ByteStrings FromPadded(ReadOnlySpan<byte> bytes)
    {
        var last = bytes.LastIndexOfAnyExcept((byte)0);
        return last < 0 ? Empty : From(bytes[..Math.Min(bytes.Length, last + 2)]);
    }

    public Enumerator GetEnumerator() => new(Raw);

    private byte[] Join()
    {
        if (Raw.Length == 0) return [];
        var joined = Raw[..^1];
        joined.AsSpan().Replace((byte)0, (byte)' ');
        return joined;
    }

    /// <summary>Walks the strings without their NULs.</summary>
    public ref struct Enumerator
    {
        private ReadOnlySpan<byte> _rest;

        internal Enumerator(ReadOnlySpan<byte> raw)
        {
            _rest = raw;
        }

        public ReadOnlySpan<byte> Current { get; private set; }

        public bool MoveNext()
        {
            if (_rest.IsEmpty) return false;
            var nul = _rest.IndexOf((byte)0);
            Current = _rest[..nul];
            _rest = _rest[(nul + 1)..];
            return true;
        }
    }
}
