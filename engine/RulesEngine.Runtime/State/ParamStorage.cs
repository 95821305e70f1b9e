namespace RulesEngine.Runtime.State;

/// <summary>
/// What rendering event parameters as text leaves behind. Falco renders every parameter into one storage and remembers
/// only the length of the last buffer, so <c>evt.buffer</c> of an event without data shows the storage, with
/// <c>NULL</c> at its start, at the length some earlier buffer had. One per rule set and source.
/// </summary>
public sealed class ParamStorage
{
    private byte[] _bytes = new byte[1024];
    private int _length;
    private int _bufferLength;

    /// <summary>The last text.</summary>
    public ReadOnlySpan<byte> Last => _bytes.AsSpan(0, _length);

    /// <summary>The storage as someone sees it who once put <paramref name="length"/> bytes there.</summary>
    public ReadOnlySpan<byte> At(int length) => _bytes.AsSpan(0, length);

    /// <summary>The storage, as long as the last buffer was.</summary>
    public ReadOnlySpan<byte> AtBufferLength => _bytes.AsSpan(0, _bufferLength);

    /// <summary>Keeps a parameter's text, ended by NUL as Falco has it.</summary>
    public void Keep(ReadOnlySpan<byte> text, bool isBuffer)
    {
        if (text.Length >= _bytes.Length) Array.Resize(ref _bytes, text.Length * 2);
        text.CopyTo(_bytes);
        _bytes[text.Length] = 0;
        _length = text.Length;
        if (isBuffer) _bufferLength = text.Length;
    }
}
