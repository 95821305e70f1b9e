using System.Globalization;

namespace RulesEngine.Compiler.Loading;

/// <summary>
/// A semantic version as Falco reads it, with C's <c>scanf</c>: three numbers, before each of which blanks and a sign may
/// stand; what follows the third is ignored.
/// </summary>
public readonly record struct EngineVersion(uint Major, uint Minor, uint Patch) : IComparable<EngineVersion>
{
    /// <summary>The version of Falco's rule language that this engine speaks.</summary>
    public static EngineVersion Current { get; } = new(0, 63, 0);

    public static bool TryParse(string text, out EngineVersion version)
    {
        version = default;
        var rest = text.AsSpan();
        if (!TryNumber(ref rest, out var major) || !TrySkipDot(ref rest) || !TryNumber(ref rest, out var minor)
            || !TrySkipDot(ref rest) || !TryNumber(ref rest, out var patch))
            return false;
        version = new(major, minor, patch);
        return true;
    }

    /// <summary>Same major number, and not older than <paramref name="required"/>.</summary>
    public bool IsCompatibleWith(EngineVersion required) => Major == required.Major && CompareTo(required) >= 0;

    public int CompareTo(EngineVersion other) =>
        (Major, Minor, Patch).CompareTo((other.Major, other.Minor, other.Patch));

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Major}.{Minor}.{Patch}");

    public static bool operator <(EngineVersion left, EngineVersion right) => left.CompareTo(right) < 0;

    public static bool operator >(EngineVersion left, EngineVersion right) => left.CompareTo(right) > 0;

    public static bool operator <=(EngineVersion left, EngineVersion right) => left.CompareTo(right) <= 0;

    public static bool operator >=(EngineVersion left, EngineVersion right) => left.CompareTo(right) >= 0;

    private static bool TryNumber(ref ReadOnlySpan<char> text, out uint number)
    {
        text = text.TrimStart(" \t\n\v\f\r");
        var negative = text.StartsWith("-");
        text = text[(negative || text.StartsWith("+") ? 1 : 0)..];
        var length = text.IndexOfAnyExceptInRange('0', '9');
        length = length < 0 ? text.Length : length;
        var fits = ulong.TryParse(text[..length], NumberStyles.None, CultureInfo.InvariantCulture, out var magnitude);
        number = fits ? (uint)(negative ? 0 - magnitude : magnitude) : uint.MaxValue;
        text = text[length..];
        return length > 0;
    }

    private static bool TrySkipDot(ref ReadOnlySpan<char> text)
    {
        if (!text.StartsWith("."))
            return false;
        text = text[1..];
        return true;
    }
}
