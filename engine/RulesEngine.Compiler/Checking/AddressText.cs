using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using RulesEngine.Runtime.Evaluation;
using RulesEngine.Runtime.Fields;

namespace RulesEngine.Compiler.Checking;

/// <summary>
/// Addresses and networks, as <c>inet_pton</c> reads them: a dot anywhere makes it IPv4, which is why an IPv4-mapped
/// address is none. Host bits of a network are masked away.
/// </summary>
internal static class AddressText
{
    public static Constant? ParseAddress(ReadOnlyMemory<byte> text, CheckContext context)
    {
        var word = Encoding.UTF8.GetString(text.Span);
        var isV4 = text.Span.Contains((byte)'.');
        if ((isV4 ? ParseV4(text.Span) : ParseV6(word)) is { } address)
        {
            return new Constant(text) { Address = address };
        }

        context.Fail($"unrecognized {(isV4 ? "IPv4" : "IPv6")} address {word}");
        return null;
    }

    public static Constant? ParseNetwork(ReadOnlyMemory<byte> text, CheckContext context)
    {
        var word = Encoding.UTF8.GetString(text.Span);
        var isV4 = text.Span.Contains((byte)'.');
        var slash = text.Span.IndexOf((byte)'/');
        if (slash < 0)
        {
            context.Fail(isV4 ? $"unrecognized IP network {word}" : $"invalid v6 netmask: {word}");
            return null;
        }

        if ((isV4 ? ParseV4(text.Span[..slash]) : ParseV6(word[..slash])) is not { } address)
        {
            context.Fail(isV4 ? $"unrecognized IP address {word}" : $"unrecognized IPv6 address {word}");
            return null;
        }

        if (ConstantParser.ParseNumber(text[(slash + 1)..], FieldType.Int32, context) is not { } length)
        {
            return null;
        }

        if (isV4 ? length is < 0 or > 32 : length is < 1 or > 128)
        {
            context.Fail($"invalid {(isV4 ? "" : "v6 ")}netmask {length}");
            return null;
        }

        return new Constant(text) { Address = Mask(address, (int)length), PrefixLength = (int)length };
    }

    private static byte[] Mask(byte[] address, int length)
    {
        for (var i = 0; i < address.Length; i++)
        {
            var kept = Math.Clamp(length - (i * 8), 0, 8);
            address[i] &= (byte)(0xff << (8 - kept));
        }

        return address;
    }

    /// <summary>Four decimal numbers without leading zeros, nothing else: no short forms, no blanks.</summary>
    private static byte[]? ParseV4(ReadOnlySpan<byte> text)
    {
        var address = new byte[4];
        for (var i = 0; i < 4; i++)
        {
            var dot = text.IndexOf((byte)'.');
            if (dot < 0 == i < 3)
            {
                return null;
            }

            var part = i < 3 ? text[..dot] : text;
            text = i < 3 ? text[(dot + 1)..] : default;
            if (part.Length is 0 or > 3 || (part.Length > 1 && part[0] == '0')
                || !byte.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out address[i]))
            {
                return null;
            }
        }

        return address;
    }

    private static byte[]? ParseV6(string text) =>
        text.AsSpan().IndexOfAnyExcept("0123456789abcdefABCDEF:") < 0
        && IPAddress.TryParse(text, out var address) && address.AddressFamily == AddressFamily.InterNetworkV6
            ? address.GetAddressBytes()
            : null;
}
