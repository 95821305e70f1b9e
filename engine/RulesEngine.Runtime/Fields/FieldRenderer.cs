using System.Globalization;
using RulesEngine.Runtime.Fields.Text;
using RulesEngine.Runtime.State;

namespace RulesEngine.Runtime.Fields;

/// <summary>
/// A field's value as text, as <c>%field</c> in an output shows it. The JSON form, typed, is written where alerts are
/// formatted and uses this for everything that is not a plain number or truth.
/// </summary>
public static class FieldRenderer
{
    /// <summary>What is shown for a value that is not there.</summary>
    public static ReadOnlySpan<byte> Missing => "<NA>"u8;

    /// <summary>Falco renders a buffer or a list into this many bytes at most.</summary>
    private const int LengthMax = 1023;

    /// <summary>
    /// The text of a value, valid until the next event. Throws <see cref="Evaluation.EvaluationException"/> for
    /// the parameter types that Falco cannot print (<c>evt.rawarg</c> only).
    /// </summary>
    public static ReadOnlySpan<byte> Text(EventContext context, in FieldValue value)
    {
        if (value.IsList) return ListText(context.Scratch, value);
        switch (value.Type)
        {
            case FieldType.CharBuf or FieldType.FsPath or FieldType.FsRelPath:
                return value.Bytes;
            case FieldType.ByteBuf:
                return BufferOf(context, value.Bytes);
            case FieldType.Bool:
                return value.Number != 0 ? "true"u8 : "false"u8;
            case FieldType.IPNet or FieldType.IPv4Net or FieldType.IPv6Net:
                return "<IPNET>"u8;
            case FieldType.IPAddr or FieldType.IPv4Addr or FieldType.IPv6Addr:
                var mark = context.Scratch.Mark;
                SocketText.AppendAddressOnly(context.Scratch, value.Bytes);
                return context.Scratch.Since(mark);
            case FieldType.SockAddr:
                return Missing;
            case FieldType.Double:
                return RealText(context.Scratch, value.Real);
            default:
                if (!IsPrintable(value.Type)) throw CannotPrint(value.Type);
                if (value.Format == NumberFormat.None) return Missing;
                return value.IsZeroInText ? "0"u8 : NumberText(context.Scratch, value);
        }
    }

    /// <summary>Whether Falco has a JSON form for the type; it ends with an error for the others.</summary>
    public static bool HasJson(FieldType type) => IsPrintable(type) && type != FieldType.Errno;

    /// <summary>The error Falco ends with.</summary>
    public static Evaluation.EvaluationException CannotPrint(FieldType type) => new($"wrong param type {(int)type}");

    private static bool IsPrintable(FieldType type) => type is not (FieldType.SockTuple or FieldType.FdList
        or FieldType.SyscallId or FieldType.SigType or FieldType.Dyn or FieldType.SigSet or FieldType.Mode
        or FieldType.CharBufArray or FieldType.CharBufPairArray or FieldType.Fd32 or FieldType.Pid32);

    private static ReadOnlySpan<byte> BufferOf(EventContext context, ReadOnlySpan<byte> bytes)
    {
        var mark = context.Scratch.Mark;
        BufferText.For(context).Append(context.Scratch, bytes);
        var text = context.Scratch.Since(mark);
        if (text.Length < LengthMax - 1) return text;
        return context.PrintsBuffersInBase64 ? default : text[..(LengthMax - 2)];
    }

    private static ReadOnlySpan<byte> ListText(ScratchArena output, in FieldValue value)
    {
        var mark = output.Mark;
        output.Append((byte)'(');
        for (var i = 0; i < value.ItemCount; i++)
        {
            if (i > 0) output.Append((byte)',');
            output.Append(output.GetItem(value.FirstItem + i));
        }

        output.Append((byte)')');
        var text = output.Since(mark);
        return text.Length <= LengthMax ? text : text[..LengthMax];
    }

    private static ReadOnlySpan<byte> RealText(ScratchArena output, double real)
    {
        var mark = output.Mark;
        var room = output.Reserve(400);
        real.TryFormat(room, out var written, "F1", CultureInfo.InvariantCulture);
        output.Rewind(mark + written);
        return output.Since(mark);
    }

    private static ReadOnlySpan<byte> NumberText(ScratchArena output, in FieldValue value)
    {
        var mark = output.Mark;
        var isSigned = Evaluation.Tests.TypeClasses.IsSigned(value.Type);
        var bits = Evaluation.Tests.TypeClasses.Width(value.Type) * 8;
        var unsigned = bits == 64 ? (ulong)value.Number : (ulong)value.Number & ((1UL << bits) - 1);
        switch (value.Format)
        {
            case NumberFormat.Hex:
                output.AppendHexUpper(unsigned);
                break;
            case NumberFormat.Octal:
                output.AppendOctal(unsigned);
                break;
            case NumberFormat.NineDigits:
                output.AppendPadded(unsigned, 9);
                break;
            default:
                if (isSigned) output.AppendDecimal(value.Number);
                else output.AppendDecimal(unsigned);
                break;
        }

        return output.Since(mark);
    }
}
