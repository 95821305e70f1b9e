using RulesEngine.Runtime.Evaluation.Tests;
using RulesEngine.Runtime.State;

namespace RulesEngine.Runtime.Fields;

/// <summary>How a number is written as text.</summary>
public enum NumberFormat : byte
{
    Decimal,
    Hex,
    Octal,
    NineDigits,

    /// <summary>In decimal, and as a string also in JSON.</summary>
    DecimalText,

    /// <summary>Not at all: a length, where Falco takes the form from the field that it measures.</summary>
    None,
}

/// <summary>Where a text is kept that Falco renders into memory it uses again for the next.</summary>
public enum SharedText : byte
{
    None,
    RawParam,
    ResolvedParam,
}

/// <summary>
/// The value a field has on one event: a number, bytes (text, a buffer, an address in network order) or a list of
/// texts kept in the event's arena. It points into the event, the state or the arena and is void with the next event.
/// </summary>
public ref struct FieldValue
{
    /// <summary>The value's type; that of the field, except <c>evt.rawarg</c>, where it is the event parameter's.</summary>
    public FieldType Type { get; set; }

    public NumberFormat Format { get; set; }

    /// <summary>JSON shows <see cref="Number"/> although the text form is <see cref="Bytes"/> (times).</summary>
    public bool IsNumberInJson { get; set; }

    /// <summary>Integers (sign-extended if signed), booleans, ports.</summary>
    public long Number { get; set; }

    /// <summary>The number as text where it is not the number as JSON: an empty raw argument reads 0.</summary>
    public bool IsZeroInText { get; set; }

    /// <summary>Whether the next rendering of a parameter overwrites the text; a list of several shows that.</summary>
    public SharedText Shared { get; set; }

    public double Real { get; set; }

    public ReadOnlySpan<byte> Bytes { get; set; }

    /// <summary>The first item's number in the arena; lists only.</summary>
    public int FirstItem { get; set; }

    /// <summary>The number of items, or −1 if the value is no list.</summary>
    public int ItemCount { get; set; }

    public readonly bool IsList => ItemCount >= 0;

    /// <summary>Whether the value is in <see cref="Bytes"/> and is text.</summary>
    public readonly bool IsText => Type is FieldType.CharBuf or FieldType.FsPath or FieldType.FsRelPath;

    /// <summary>Whether the value is an integer in <see cref="Number"/>.</summary>
    public readonly bool IsNumber => TypeClasses.Of(Type) == TypeClass.Number;

    /// <summary>Whether the integer is one without a sign.</summary>
    public readonly bool IsUnsigned => !TypeClasses.IsSigned(Type);

    /// <summary>An empty value of a type, to be filled by an extraction.</summary>
    public static FieldValue Of(FieldType type) => new() { Type = type, ItemCount = -1 };

    /// <summary>Takes a text; always true, so that an extraction can return it.</summary>
    public bool Take(ReadOnlySpan<byte> text)
    {
        Bytes = text;
        return true;
    }

    /// <summary>Takes a text that is kept where the next may be; always true.</summary>
    public bool Take(ReadOnlySpan<byte> text, SharedText shared)
    {
        Shared = shared;
        return Take(text);
    }

    /// <summary>Takes a number; always true.</summary>
    public bool Take(long number)
    {
        Number = number;
        return true;
    }

    /// <summary>Takes a boolean; always true.</summary>
    public bool Take(bool truth)
    {
        Number = truth ? 1 : 0;
        return true;
    }

    /// <summary>Takes the items added to <paramref name="arena"/> from <paramref name="firstItem"/> on; always true.</summary>
    public bool TakeItems(ScratchArena arena, int firstItem)
    {
        FirstItem = firstItem;
        ItemCount = arena.ItemCount - firstItem;
        return true;
    }
}
