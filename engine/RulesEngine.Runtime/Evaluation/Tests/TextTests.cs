using RulesEngine.Runtime.Fields;
using RulesEngine.Runtime.State;

namespace RulesEngine.Runtime.Evaluation.Tests;

// The operators on bytes: texts, buffers and addresses alike. All compare byte by byte.
internal sealed class TextEqualTest(byte[] text, bool isNegated) : ValueTest
{
    public byte[] Text => text;

    public bool IsNegated => isNegated;

    public override bool IsTrue(in FieldValue value, EventContext context) =>
        value.Bytes.SequenceEqual(text) != isNegated;
}

internal sealed class TextOrderTest(byte[] text, ComparisonOperator comparison) : ValueTest
{
    public override bool IsTrue(in FieldValue value, EventContext context)
    {
        var order = value.Bytes.SequenceCompareTo(text);
        return comparison switch
        {
            ComparisonOperator.Less => order < 0,
            ComparisonOperator.LessOrEqual => order <= 0,
            ComparisonOperator.Greater => order > 0,
            _ => order >= 0,
        };
    }
}

internal sealed class TextContainsTest(byte[] text) : ValueTest
{
    public byte[] Text => text;

    public override bool IsTrue(in FieldValue value, EventContext context) => value.Bytes.IndexOf(text) >= 0;
}

internal sealed class TextPrefixTest(byte[] text) : ValueTest
{
    public byte[] Text => text;

    public override bool IsTrue(in FieldValue value, EventContext context) => value.Bytes.StartsWith(text);
}

internal sealed class TextSuffixTest(byte[] text) : ValueTest
{
    public byte[] Text => text;

    public override bool IsTrue(in FieldValue value, EventContext context) => value.Bytes.EndsWith(text);
}

internal sealed class TextContainsIgnoringCaseTest(byte[] text) : ValueTest
{
    public override bool IsTrue(in FieldValue value, EventContext context) => Contains(value.Bytes, text);

    /// <summary>Whether a text contains another when ASCII letters of either case are the same.</summary>
    public static bool Contains(ReadOnlySpan<byte> text, ReadOnlySpan<byte> part)
    {
        for (var start = 0; start + part.Length <= text.Length; start++)
        {
            var i = 0;
            while (i < part.Length && Lower(text[start + i]) == Lower(part[i])) i++;
            if (i == part.Length) return true;
        }

        return false;
    }

    private static byte Lower(byte value) => value is >= (byte)'A' and <= (byte)'Z' ? (byte)(value | 0x20) : value;
}

internal sealed class GlobTest(GlobPattern pattern) : ValueTest
{
    public override bool IsTrue(in FieldValue value, EventContext context) => pattern.IsMatch(value.Bytes);
}

internal sealed class PathTest(PathPrefixSet paths) : ValueTest
{
    public override bool IsTrue(in FieldValue value, EventContext context) => paths.IsMatch(value.Bytes);
}

internal sealed class RegexTest(PosixRegex regex) : ValueTest
{
    public override bool IsTrue(in FieldValue value, EventContext context) => regex.IsMatch(value.Bytes);
}

/// <summary>Membership; few values are compared one by one, many are hashed.</summary>
internal sealed class TextSetTest : ValueTest
{
    private const int LinearMax = 4;

    private readonly byte[][] _few;
    private readonly HashSet<byte[]>.AlternateLookup<ReadOnlySpan<byte>>? _many;

    public TextSetTest(byte[][] texts)
    {
        _few = texts;
        if (texts.Length > LinearMax)
            _many = new HashSet<byte[]>(texts, BytesComparer.Instance).GetAlternateLookup<ReadOnlySpan<byte>>();
    }

    public override bool IsTrue(in FieldValue value, EventContext context) => Contains(value.Bytes);

    public bool Contains(ReadOnlySpan<byte> text)
    {
        if (_many is { } many) return many.Contains(text);
        foreach (var one in _few)
        {
            if (text.SequenceEqual(one)) return true;
        }

        return false;
    }
}
