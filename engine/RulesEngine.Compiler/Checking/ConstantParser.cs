using System.Globalization;
using System.Text;
using RulesEngine.Runtime.Evaluation;
using RulesEngine.Runtime.Events;
using RulesEngine.Runtime.Fields;
using RulesEngine.Syntax.Ast;

namespace RulesEngine.Compiler.Checking;

/// <summary>
/// Reads a constant as the type it is compared with. The rules are C's where Falco's are: numbers as <c>scanf</c> reads
/// them (decimal, cut to the type's width instead of refused), addresses as <c>inet_pton</c> does.
/// </summary>
internal static class ConstantParser
{
    /// <summary>Falco's buffer for one value; a string needs one byte more than its length.</summary>
    private const int BufferBytes = 256;

    /// <summary>Null after <see cref="CheckContext.Fail"/>.</summary>
    public static Constant? Parse(ByteText value, ValueSource left, ComparisonOperator op, CheckContext context)
    {
        var text = value.Memory;
        var field = OperandChecker.BaseField(left);
        if (field?.Definition.Name == "evt.type" && !IsEventType(value))
        {
            context.Fail($"unknown event type {value}");
            return null;
        }

        switch (TypeRules.ClassOf(left.Type))
        {
            case TypeClass.Number when left.Type == FieldType.Port:
                return ParsePort(value, context);
            case TypeClass.Number:
                return ParseNumber(text, left.Type, context) is { } number
                    ? new Constant(text) { Number = number }
                    : null;
            case TypeClass.Bool:
                return ParseBool(value, context);
            case TypeClass.Address:
                return left.Type is FieldType.IPNet or FieldType.IPv4Net or FieldType.IPv6Net
                    ? AddressText.ParseNetwork(text, context)
                    : AddressText.ParseAddress(text, context);
            case TypeClass.Buffer:
                return ParseBuffer(value, left, op, context);
            default:
                return ParseText(value, op, context);
        }
    }

    /// <summary>A number of this type, sign-extended, or null after <see cref="CheckContext.Fail"/>.</summary>
    public static long? ParseNumber(ReadOnlyMemory<byte> text, FieldType type, CheckContext context)
    {
        if (ScanNumber(text.Span) is not { } number)
        {
            context.Fail(Encoding.UTF8.GetString(text.Span) + " is not a valid number");
            return null;
        }

        return type switch
        {
            FieldType.Int8 => (sbyte)number.Signed,
            FieldType.Int16 => (short)number.Signed,
            FieldType.Int32 or FieldType.Double => (int)number.Signed,
            FieldType.Int64 or FieldType.Errno or FieldType.Fd or FieldType.Pid or FieldType.Fd32 or FieldType.Pid32
                => number.Signed,
            FieldType.UInt8 or FieldType.Flags8 or FieldType.EnumFlags8 or FieldType.SigType or FieldType.L4Proto
                or FieldType.SockFamily => (byte)number.Unsigned,
            FieldType.UInt16 or FieldType.Flags16 or FieldType.EnumFlags16 or FieldType.SyscallId
                => (ushort)number.Unsigned,
            FieldType.UInt32 or FieldType.Flags32 or FieldType.EnumFlags32 or FieldType.Mode => (uint)number.Unsigned,
            _ => (long)number.Unsigned,
        };
    }

    /// <summary>
    /// C's two readings of a decimal number, each cut at its own limits; leading blanks and a sign are fine, anything
    /// behind the digits is not.
    /// </summary>
    private static (long Signed, ulong Unsigned)? ScanNumber(ReadOnlySpan<byte> text)
    {
        text = text.TrimStart(" \t\n\v\f\r"u8);
        var negative = !text.IsEmpty && text[0] == '-';
        var digits = !text.IsEmpty && text[0] is (byte)'-' or (byte)'+' ? text[1..] : text;
        if (digits.IsEmpty || digits.IndexOfAnyExceptInRange((byte)'0', (byte)'9') >= 0)
        {
            return null;
        }

        var fits = ulong.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var magnitude);
        if (!fits)
        {
            return (negative ? long.MinValue : long.MaxValue, ulong.MaxValue);
        }

        long signed;
        if (negative)
        {
            signed = magnitude > long.MaxValue ? long.MinValue : -(long)magnitude;
        }
        else
        {
            signed = magnitude > long.MaxValue ? long.MaxValue : (long)magnitude;
        }

        return (signed, negative ? 0 - magnitude : magnitude);
    }

    /// <summary>A port by number (more digits than an <c>int</c> holds end Falco) or by a service's name.</summary>
    private static Constant? ParsePort(ByteText value, CheckContext context)
    {
        var text = value.Span;
        if (text.IsEmpty)
        {
            return new Constant(value.Memory);
        }

        if (text.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0)
        {
            if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port))
            {
                context.Fail("stoi", isFatal: true);
                return null;
            }

            return new Constant(value.Memory) { Number = (ushort)port };
        }

        if (ServiceNames.TryFind(value.ToString(), out var known))
        {
            return new Constant(value.Memory) { Number = known };
        }

        context.Fail($"unrecognized protocol {value}");
        return null;
    }

    private static Constant? ParseBool(ByteText value, CheckContext context)
    {
        if (value.Span.SequenceEqual("true"u8) || value.Span.SequenceEqual("false"u8))
        {
            return new Constant(value.Memory) { Number = value.Length == 4 ? 1 : 0 };
        }

        context.Fail($"filter error: unrecognized boolean value {value}");
        return null;
    }

    private static Constant? ParseBuffer(ByteText value, ValueSource left, ComparisonOperator op, CheckContext context)
    {
        if (left is FieldSource { Field.Definition.Type: FieldType.Dyn })
        {
            context.Fail($"wrong parameter type {(int)FieldType.ByteBuf}");
            return null;
        }

        if (op is not (ComparisonOperator.BContains or ComparisonOperator.BStartsWith))
        {
            if (value.Length < BufferBytes)
            {
                return new Constant(value.Memory);
            }

            context.Fail("filter parameter too long (byte buf)");
            return null;
        }

        if (value.Length % 2 != 0 || !IsHex(value.Span))
        {
            context.Fail("filter error: bcontains and bstartswith operator support hex strings only");
            return null;
        }

        var bytes = Convert.FromHexString(Encoding.ASCII.GetString(value.Span));
        if (bytes.Length < BufferBytes)
        {
            return new Constant(value.Memory) { Bytes = bytes };
        }

        context.Fail("filter parameter too long (byte buf)");
        return null;
    }

    private static Constant? ParseText(ByteText value, ComparisonOperator op, CheckContext context)
    {
        if (value.Span.Contains((byte)0))
        {
            context.Fail("filter error: filter value cannot contain a NUL byte (\\x00)");
            return null;
        }

        if (value.Length + 1 > BufferBytes)
        {
            context.Fail($"filter parameter too long (used={value.Length + 1}, available={BufferBytes}):{value}");
            return null;
        }

        if (op == ComparisonOperator.Regex && RegexSyntax.FindError(value.Span) is { } error)
        {
            context.Fail("invalid regex pattern: " + error);
            return null;
        }

        return new Constant(value.Memory);
    }

    private static bool IsHex(ReadOnlySpan<byte> text)
    {
        foreach (var b in text)
        {
            if (!char.IsAsciiHexDigit((char)b))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsEventType(ByteText value)
    {
        var name = value.ToString();
        return name.Length == 0 || !EventTable.CodesByName(name).IsEmpty || SyscallTable.TryFind(name, out _);
    }
}
