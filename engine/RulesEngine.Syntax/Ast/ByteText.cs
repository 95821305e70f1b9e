using System.Text;

namespace RulesEngine.Syntax.Ast;

/// <summary>
/// A text of the condition language as the bytes it stands for. Values may hold any byte (<c>"\xff"</c>), so a
/// <see cref="string"/> cannot carry them. Equality is by content; <see cref="ToString"/> is for people and replaces
/// what is not UTF-8.
/// </summary>
public readonly struct ByteText : IEquatable<ByteText>
{
    private readonly byte[]? _bytes;

    /// <summary>Takes ownership of <paramref name="bytes"/>; the caller must not change them afterwards.</summary>
    public ByteText(byte[] bytes) => _bytes = bytes;

    public ByteText(string text) => _bytes = Encoding.UTF8.GetBytes(text);

    public ReadOnlySpan<byte> Span => _bytes;

    public ReadOnlyMemory<byte> Memory => _bytes;

    public int Length => _bytes?.Length ?? 0;

    public bool Equals(ByteText other) => Span.SequenceEqual(other.Span);

    public override bool Equals(object? obj) => obj is ByteText other && Equals(other);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(Span);
        return hash.ToHashCode();
    }

    public override string ToString() => Encoding.UTF8.GetString(Span);

    public static bool operator ==(ByteText left, ByteText right) => left.Equals(right);

    public static bool operator !=(ByteText left, ByteText right) => !left.Equals(right);
}
