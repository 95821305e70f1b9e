using System.Globalization;
using RulesEngine.Compiler.Loading.Yaml;

namespace RulesEngine.Compiler.Loading;

/// <summary>
/// Takes typed values out of YAML nodes in the way yaml-cpp converts them, and records Falco's complaint when that fails.
/// Every method returns false after recording an error; an optional value that is absent leaves its target alone.
/// </summary>
internal sealed class YamlDecoding(LoadResult result)
{
    private delegate bool Conversion<T>(string text, out T value);

    public bool Text(YamlNode item, string key, LoadPlace place, ref string value, bool optional = false) =>
        Value(item, key, place, ref value, optional, static (string text, out string converted) =>
        {
            converted = text;
            return true;
        });

    public bool Boolean(YamlNode item, string key, LoadPlace place, ref bool value, bool optional = false) =>
        Value(item, key, place, ref value, optional, TryBoolean);

    public bool UInt32(YamlNode item, string key, LoadPlace place, ref uint value, bool optional = false) =>
        Value(item, key, place, ref value, optional, TryUInt32);

    /// <summary>A sequence of scalars, each handed to <paramref name="add"/>.</summary>
    public bool Words(YamlNode item, string key, LoadPlace place, Action<string> add, bool optional = false)
    {
        if (item[key] is not { } node)
            return optional || Missing(key, place);
        var valuePlace = place.At(node, PlaceKind.ValueFor, key);
        if (!node.IsSequence)
            return Fail("Value is not a sequence", valuePlace);
        foreach (var element in node.Items)
        {
            if (!element.IsScalar)
                return Fail("sequence value is not scalar", valuePlace.At(element, PlaceKind.ListItem));
            add(element.Text);
        }
        return true;
    }

    /// <summary>Records a fault of form; <paramref name="word"/> is what it is about.</summary>
    public bool Fail(string message, LoadPlace place, YamlNode? word = null)
    {
        result.Add(new LoadIssue(LoadCode.YamlValidate, message, place) { Word = word });
        return false;
    }

    public bool Missing(string key, LoadPlace place) => Fail($"Item has no mapping for key '{key}'", place);

    private bool Value<T>(
        YamlNode item, string key, LoadPlace place, ref T value, bool optional, Conversion<T> convert)
    {
        if (item[key] is not { } node)
            return optional || Missing(key, place);
        if (node.IsNull)
            return Fail($"Mapping for key '{key}' is empty", place);

        if (!node.IsScalar)
            return Fail("Value is not a scalar value", place.At(node, PlaceKind.ValueFor, key));
        if (node.Text.Length == 0)
            return Fail("Value must be non-empty", place.At(node, PlaceKind.ValueFor, key));
        if (!convert(node.Text, out var converted))
            return Fail("Can't decode YAML scalar value", place.At(node, PlaceKind.ValueFor, key));
        value = converted;
        return true;
    }

    /// <summary>yes/no, on/off, y/n, true/false, each lower-case, capitalised or upper-case.</summary>
    public static bool TryBoolean(string text, out bool value)
    {
        var rest = text.AsSpan(text.Length > 0 ? 1 : 0);
        var flexible = !rest.ContainsAnyExceptInRange('a', 'z')
            || (!rest.ContainsAnyExceptInRange('A', 'Z') && char.IsAsciiLetterUpper(text[0]));
        value = false;
        if (!flexible)
            return false;
        var lower = text.ToLowerInvariant();
        value = lower is "y" or "yes" or "true" or "on";
        return value || lower is "n" or "no" or "false" or "off";
    }

    /// <summary>Decimal, 0x hexadecimal or 0 octal; blanks may follow, a minus makes it no unsigned number.</summary>
    public static bool TryUInt32(string text, out uint value)
    {
        var digits = text.AsSpan().TrimEnd(" \t\n\v\f\r");
        if (digits.StartsWith("+"))
            digits = digits[1..];
        value = 0;
        if (digits.IsEmpty)
            return false;
        if (digits.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
            return uint.TryParse(digits[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
        if (digits[0] != '0' || digits.Length == 1)
            return uint.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out value);

        foreach (var digit in digits)
        {
            if (digit is < '0' or > '7' || value > uint.MaxValue >> 3)
                return false;
            value = (value << 3) + (uint)(digit - '0');
        }
        return true;
    }

    /// <summary>What yaml-cpp's conversion to text gives; null for a collection.</summary>
    public static string? TextOf(YamlNode node) => node.Kind switch
    {
        YamlKind.Scalar => node.Text,
        YamlKind.Null => "null",
        _ => null,
    };
}
