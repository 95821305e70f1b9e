using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using RulesEngine.Runtime.Events;

namespace RulesEngine.Runtime.Fields;

/// <summary>
/// The rules of arguments. Falco's own classes parse their arguments each in its own way, with messages to match;
/// fields of plugins follow one rule. Whatever is not understood is a field that does not exist.
/// </summary>
internal static class FieldArguments
{
    private const string EventArgument = "evt.arg";
    private const string RawArgument = "evt.rawarg";
    private const string EventTypeIs = "evt.type.is";
    private const string Around = "evt.around";
    private const string AbsolutePath = "evt.abspath";
    private const string Cgroup = "thread.cgroup";
    private const string Cgroups = "thread.cgroups";

    private static readonly FrozenSet<string> OwnClasses =
        FieldTable.Classes.Where(c => !c.IsPlugin).Select(c => c.Name).ToFrozenSet();

    /// <summary>Names of event parameters with the type of the first event that has one of that name.</summary>
    private static readonly FrozenDictionary<string, FieldType> Parameters = EventTable.All
        .SelectMany(definition => definition.Params)
        .Where(parameter => parameter.Name.Length > 0)
        .DistinctBy(parameter => parameter.Name)
        .ToFrozenDictionary(parameter => parameter.Name, parameter => parameter.Type);

    /// <summary>A field whose whole name is in the table.</summary>
    public static FieldLookup Apply(FieldDefinition field, string text, ReadOnlyMemory<byte>? argument)
    {
        if (!OwnClasses.Contains(field.ClassName))
        {
            return ApplyPluginRule(field, text, argument);
        }

        if (argument is not { } bytes)
        {
            return field.Name switch
            {
                EventArgument or RawArgument or EventTypeIs or Around or Cgroup => FieldLookup.BadSyntax(text),
                _ => Plain(field, text),
            };
        }

        switch (field.Name)
        {
            case RawArgument:
                return FieldLookup.Failed("evt.arg fields must be expressed explicitly");
            case EventTypeIs or Cgroup:
                return FieldLookup.BadSyntax(text);
            case EventArgument or Around:
                return TryNumber(bytes.Span, out var number)
                    ? Indexed(field, text, number)
                    : FieldLookup.Failed(Encoding.UTF8.GetString(bytes.Span) + " is not a valid number");
        }

        if ((field.Flags & FieldFlags.ArgumentKey) != 0 && field.Name != AbsolutePath)
        {
            return ByIndexOrKey(field, text, bytes);
        }

        if ((field.Flags & FieldFlags.ArgumentIndex) == 0 || !TryNumber(bytes.Span, out var index))
        {
            return FieldLookup.NoSuchField(text);
        }

        // Falco keeps "no argument" as index -1, so that asking for ancestor -1 asks for any ancestor.
        return (int)index == -1 && field.Name.StartsWith("proc.a", StringComparison.Ordinal)
            ? Plain(field, text)
            : Indexed(field, text, index);
    }

    /// <summary>A name that is not in the table: the older forms that write the argument behind a dot.</summary>
    public static FieldLookup ResolveDotted(string name, string text, ReadOnlyMemory<byte>? argument)
    {
        if (name.StartsWith(EventArgument, StringComparison.Ordinal) && !Starts(name, "evt.args"))
        {
            return EventParameter(EventArgument, name, text, argument);
        }

        if (name.StartsWith(RawArgument, StringComparison.Ordinal))
        {
            return EventParameter(RawArgument, name, text, argument);
        }

        if (Starts(name, "arg"))
        {
            return FieldLookup.Failed("filter error: proc.arg filter not implemented yet");
        }

        if (Starts(name, Around))
        {
            return FieldLookup.BadSyntax(text);
        }

        if (argument is null && Starts(name, AbsolutePath + ".") && name[(AbsolutePath.Length + 1)..] is "src" or "dst")
        {
            return Keyed(AbsolutePath, text, name[(AbsolutePath.Length + 1)..]);
        }

        if (argument is null && Starts(name, EventTypeIs + ".")
            && EventTable.CodesByName(name[(EventTypeIs.Length + 1)..]) is [var first, ..])
        {
            // Of the codes with this name Falco knows the first pair, that of the oldest version.
            return FieldLookup.Found(new FieldReference(
                Definition(EventTypeIs), text, true, first, name[(EventTypeIs.Length + 1)..], Definition(EventTypeIs).Type));
        }

        if (Starts(name, Cgroup) && !Starts(name, Cgroups))
        {
            if (name[Cgroup.Length] != '.')
            {
                return FieldLookup.BadSyntax(text);
            }

            var subsystem = name[(Cgroup.Length + 1)..];
            return argument is null && subsystem.All(letter => char.IsAsciiLetter(letter) || letter == '_')
                ? Keyed(Cgroup, text, subsystem)
                : FieldLookup.NoSuchField(text);
        }

        return FieldLookup.NoSuchField(text);
    }

    private static FieldLookup EventParameter(
        string field, string name, string text, ReadOnlyMemory<byte>? argument)
    {
        if (name[field.Length] != '.')
        {
            return FieldLookup.BadSyntax(text);
        }

        var parameter = name[(field.Length + 1)..];
        var length = parameter.Length;
        while (length > 0 && !Parameters.ContainsKey(parameter[..length]))
        {
            length--;
        }

        if (length == 0)
        {
            return FieldLookup.Failed("unknown event argument " + parameter);
        }

        if (length < parameter.Length || argument is not null)
        {
            return FieldLookup.NoSuchField(text);
        }

        var definition = Definition(field);
        var type = field == RawArgument ? Parameters[parameter] : definition.Type;
        return FieldLookup.Found(new FieldReference(definition, text, true, 0, parameter, type));
    }

    private static FieldLookup ApplyPluginRule(FieldDefinition field, string text, ReadOnlyMemory<byte>? argument)
    {
        if (argument is not { } bytes)
        {
            return (field.Flags & FieldFlags.ArgumentRequired) == 0
                ? Plain(field, text)
                : FieldLookup.Failed($"filter '{text}': {field.Name} requires an argument but none provided");
        }

        if ((field.Flags & (FieldFlags.ArgumentRequired | FieldFlags.ArgumentAllowed)) == 0)
        {
            return FieldLookup.Failed($"filter '{text}': {field.Name} does not allow nor require an argument but one "
                + "is provided: " + Encoding.UTF8.GetString(bytes.Span));
        }

        var isIndex = (field.Flags & FieldFlags.ArgumentIndex) != 0 && IsPluginIndex(bytes.Span);
        return isIndex || (field.Flags & FieldFlags.ArgumentKey) != 0
            ? ByIndexOrKey(field, text, bytes, isIndex)
            : FieldLookup.Failed($"filter '{text}': {field.Name} has an invalid index argument: "
                + Encoding.UTF8.GetString(bytes.Span));
    }

    /// <summary>Decimal without leading zeros.</summary>
    private static bool IsPluginIndex(ReadOnlySpan<byte> text) =>
        IsDigits(text) && (text.Length == 1 || text[0] != '0');

    private static FieldLookup ByIndexOrKey(FieldDefinition field, string text, ReadOnlyMemory<byte> argument) =>
        ByIndexOrKey(field, text, argument, (field.Flags & FieldFlags.ArgumentIndex) != 0 && IsDigits(argument.Span));

    private static FieldLookup ByIndexOrKey(
        FieldDefinition field, string text, ReadOnlyMemory<byte> argument, bool isIndex) =>
        isIndex && TryNumber(argument.Span, out var index)
            ? Indexed(field, text, index)
            : FieldLookup.Found(new FieldReference(
                field, text, true, 0, Encoding.UTF8.GetString(argument.Span), field.Type));

    private static bool IsDigits(ReadOnlySpan<byte> text) =>
        !text.IsEmpty && text.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0;

    /// <summary>A decimal number as C reads it: with a sign, and cut to 64 bits when too large.</summary>
    private static bool TryNumber(ReadOnlySpan<byte> text, out long number)
    {
        number = 0;
        var digits = !text.IsEmpty && text[0] is (byte)'-' or (byte)'+' ? text[1..] : text;
        if (!IsDigits(digits))
        {
            return false;
        }

        var negative = text[0] == '-';
        if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number))
        {
            number = negative ? long.MinValue : long.MaxValue;
        }

        return true;
    }

    private static FieldLookup Plain(FieldDefinition field, string text) =>
        FieldLookup.Found(new FieldReference(field, text, false, 0, "", field.Type));

    private static FieldLookup Indexed(FieldDefinition field, string text, long index) =>
        FieldLookup.Found(new FieldReference(field, text, true, index, "", field.Type));

    private static FieldLookup Keyed(string field, string text, string key) =>
        FieldLookup.Found(new FieldReference(Definition(field), text, true, 0, key, Definition(field).Type));

    private static FieldDefinition Definition(string name) =>
        FieldTable.TryFind(name, out var definition) ? definition! : throw new KeyNotFoundException(name);

    private static bool Starts(string name, string prefix) => name.StartsWith(prefix, StringComparison.Ordinal);
}
