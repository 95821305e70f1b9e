namespace RulesEngine.Runtime.State;

/// <summary>
/// Memory for values that live until the next event: extraction builds command lines and joined names here instead of
/// on the heap. Blocks are kept and used again; nothing is allocated once they are large enough.
/// </summary>
public sealed class ScratchArena
{
    private const int BlockBytes = 64 * 1024;

    private readonly List<byte[]> _blocks = [new byte[BlockBytes]];
    private int _block;
    private int _used;

    /// <summary>Room for <paramref name="length"/> bytes, not cleared, valid until <see cref="Reset"/>.</summary>
    public Span<byte> Rent(int length)
    {
        while (_blocks[_block].Length - _used < length)
        {
            if (++_block == _blocks.Count) _blocks.Add(new byte[Math.Max(BlockBytes, length)]);
            _used = 0;
        }
        var span = _blocks[_block].AsSpan(_used, length);
        _used += length;
        return span;
    }

    /// <summary>Everything rented is free again.</summary>
    public void Reset()
    {
        _block = 0;
        _used = 0;
    }
}
