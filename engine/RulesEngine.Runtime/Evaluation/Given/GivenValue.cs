using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Text;
using RulesEngine.Runtime.Evaluation.Tests;
using RulesEngine.Runtime.Fields;
using RulesEngine.Runtime.State;

namespace RulesEngine.Runtime.Evaluation.Given;

/// <summary>
/// A value that somebody wrote down for a field, read as the field's type. Stricter than the constants of conditions: a
/// number that does not fit its type is refused, not cut. Immutable.
/// </summary>
public sealed class GivenValue
{
    private GivenValue(string text) => Text = text;

    /// <summary>The value as written.</summary>
    public string Text { get; }

    internal byte[] Bytes { get; private init; } = [];

    internal long Number { get; private init; }

    private double Real { get; init; }

    private ImmutableArray<byte[]> Items { get; init; } = [];

    private bool IsList { get; init; }

    /// <summary>The value of a list field.</summary>
    public static GivenValue List(ImmutableArray<string> items) => new($"({string.Join(", ", items)})")
    {
        IsList = true,
        Items = [.. items.Select(Encoding.UTF8.GetBytes)],
    };

    /// <summary>A single value of a type, or null with what is wrong, in words that follow the value.</summary>
    public static GivenValue? Parse(FieldType type, string text, out string error)
    {
        error = "";
        switch (TypeClasses.Of(type))
        {
            case TypeClass.Text or TypeClass.Buffer:
                return new GivenValue(text) { Bytes = Encoding.UTF8.GetBytes(text) };
            case TypeClass.Address or TypeClass.Network:
                // Short forms (1.2.3) and zones would be read as something else.
                if (IPAddress.TryParse(text, out var address) && !text.Contains('%')
                    && (text.Contains(':') || text.AsSpan().Count('.') == 3))
                    return new GivenValue(text) { Bytes = address.GetAddressBytes() };
                error = "is not an address";
                return null;
            case TypeClass.Real:
                if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var real))
                    return new GivenValue(text) { Real = real };
                error = "is not a number";
                return null;
            default:
                return type == FieldType.Bool ? ParseTruth(text, out error) : ParseNumber(type, text, out error);
        }
    }

    /// <summary>What a probe of the field reads; always true.</summary>
    internal bool Read(EventContext context, ref FieldValue value)
    {
        value.Number = Number;
        value.Real = Real;
        if (!IsList) return value.Take(Bytes);
        var first = context.Scratch.ItemCount;
        foreach (var item in Items) context.Scratch.AddItem(item);
        return value.TakeItems(context.Scratch, first);
    }

    private static GivenValue? ParseTruth(string text, out string error)
    {
        error = "is neither true nor false";
        return text is "true" or "false" ? new GivenValue(text) { Number = text.Length == 4 ? 1 : 0 } : null;
    }

    private static GivenValue? ParseNumber(FieldType type, string text, out string error)
    {
        if (type is FieldType.SockAddr or FieldType.SockTuple or FieldType.FdList or FieldType.Dyn or FieldType.SigSet
            or FieldType.CharBufArray or FieldType.CharBufPairArray)
        {
            error = $"cannot be given: values of the type {FieldTypeNames.NameOf(type)} have no written form";
            return null;
        }

        error = "is not a whole number";
        var isHex = text.StartsWith("0x", StringComparison.Ordinal);
        if (!Int128.TryParse(
            isHex ? text.AsSpan(2) : text, isHex ? NumberStyles.AllowHexSpecifier : NumberStyles.AllowLeadingSign,
            CultureInfo.InvariantCulture, out var number))
            return null;
        var bits = TypeClasses.Width(type) * 8;
        var (least, most) = TypeClasses.IsSigned(type)
            ? (-(Int128.One << (bits - 1)), (Int128.One << (bits - 1)) - 1)
            : (Int128.Zero, (Int128.One << bits) - 1);
        error = $"is out of range: {least} to {most}";
        return number < least || number > most ? null : new GivenValue(text) { Number = unchecked((long)number) };
    }
}
