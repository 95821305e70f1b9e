using System.Buffers.Binary;
using System.Numerics;
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
    private const ulong Mixer = 0x9E3779B97F4A7C15;

    private readonly byte[][] _texts;

    // Open addressing, at most half full: the number of a text plus one, 0 for free. Empty where there are few texts.
    private readonly int[] _slots = [];

    public TextSetTest(byte[][] texts)
    {
        _texts = texts;
        if (texts.Length <= LinearMax) return;
        _slots = new int[BitOperations.RoundUpToPowerOf2((uint)texts.Length * 2)];
        for (var i = 0; i < texts.Length; i++)
        {
            var slot = FirstSlot(texts[i]);
            while (_slots[slot] != 0) slot = (slot + 1) & (_slots.Length - 1);
            _slots[slot] = i + 1;
        }
    }

    public override bool IsTrue(in FieldValue value, EventContext context) => Contains(value.Bytes);

    public bool Contains(ReadOnlySpan<byte> text)
    {
        if (_slots.Length > 0) return IsHashed(text);
        foreach (var one in _texts)
        {
            if (text.SequenceEqual(one)) return true;
        }

        return false;
    }

    private bool IsHashed(ReadOnlySpan<byte> text)
    {
        var slots = _slots;
        for (var slot = FirstSlot(text); slots[slot] != 0; slot = (slot + 1) & (slots.Length - 1))
        {
            if (text.SequenceEqual(_texts[slots[slot] - 1])) return true;
        }

        return false;
    }

    // The length, the beginning and the end tell the listed texts apart well enough, and a text's length costs nothing.
    private int FirstSlot(ReadOnlySpan<byte> text)
    {
        var hash = (ulong)text.Length;
        if (text.Length >= sizeof(ulong))
        {
            hash = (hash ^ BinaryPrimitives.ReadUInt64LittleEndian(text)) * Mixer;
            hash ^= BinaryPrimitives.ReadUInt64LittleEndian(text[^sizeof(ulong)..]);
        }
        else
        {
            foreach (var value in text) hash = (hash << 8) | value;
        }

        return (int)((hash * Mixer) >> 32) & (_slots.Length - 1);
    }
}
