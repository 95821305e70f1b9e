using RulesEngine.Runtime.State;

namespace RulesEngine.Runtime.Fields.Text;

/// <summary>How binary buffers are printed: printable ASCII with dots for the rest, or base64.</summary>
public sealed class BufferText
{
    public static readonly BufferText Dots = new(isBase64: false);

    public static readonly BufferText Base64 = new(isBase64: true);

    private readonly bool _isBase64;

    private BufferText(bool isBase64) => _isBase64 = isBase64;

    /// <summary>The form the configuration asks for.</summary>
    public static BufferText For(EventContext context) => context.PrintsBuffersInBase64 ? Base64 : Dots;

    public void Append(ScratchArena output, scoped ReadOnlySpan<byte> bytes)
    {
        if (_isBase64)
        {
            var room = output.Reserve(System.Buffers.Text.Base64.GetMaxEncodedToUtf8Length(bytes.Length));
            System.Buffers.Text.Base64.EncodeToUtf8(bytes, room, out _, out _);
            return;
        }

        var text = output.Reserve(bytes.Length);
        for (var i = 0; i < bytes.Length; i++)
        {
            text[i] = bytes[i] is >= 32 and < 127 ? bytes[i] : (byte)'.';
        }
    }
}
