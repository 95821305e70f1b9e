using System.Globalization;
using RulesEngine.Runtime.Events;

namespace RulesEngine.Compat.Scap;

/// <summary>What a conversion does with an event.</summary>
internal enum ConversionAction : byte
{
    /// <summary>Keep the enter event for its exit event; deliver nothing.</summary>
    Store,

    /// <summary>Keep it and deliver it too.</summary>
    StoreAndPass,

    Pass,

    /// <summary>Append parameters.</summary>
    AddParams,

    /// <summary>Make an event of another type with a parameter list of its own.</summary>
    ChangeType,
}

/// <summary>Where a parameter of the converted event comes from.</summary>
internal enum ConversionSource : byte
{
    /// <summary>A parameter of the event being converted.</summary>
    Old,

    /// <summary>A parameter of the stored enter event, or the default of its type.</summary>
    Enter,

    /// <summary>The same, but empty when there is no enter event.</summary>
    EnterOrEmpty,
    Default,
    Empty,

    /// <summary>The JSON description made of the parameters of an early container event.</summary>
    ContainerJson,
}

internal readonly record struct ConversionStep(ConversionSource Source, byte Index);

internal sealed record Conversion(ConversionAction Action, ushort NewCode, ConversionStep[] Steps);

/// <summary>The conversions of old events to the current schema, by event code and number of parameters.</summary>
internal static class ConversionTable
{
    private static readonly Conversion?[]?[] ByCode = Load();

    public static Conversion? Find(ushort code, int paramCount) =>
        ByCode[code] is { } byCount && paramCount < byCount.Length ? byCount[paramCount] : null;

    private static Conversion?[]?[] Load()
    {
        var table = new Conversion?[]?[EventTable.Count];
        foreach (var row in DataTable.Read(typeof(ConversionTable).Assembly, "Scap/conversions.tsv"))
        {
            var code = EventTable.CodeOf(row[0]);
            var steps = row[4].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var action = row[2] switch
            {
                "STORE" => ConversionAction.Store,
                "STORE_AND_PASS" => ConversionAction.StoreAndPass,
                "PASS" => ConversionAction.Pass,
                "ADD_PARAMS" => ConversionAction.AddParams,
                "CHANGE_TYPE" => ConversionAction.ChangeType,
                _ => throw new InvalidDataException($"unknown conversion action {row[2]}"),
            };
            var byCount = table[code] ??= new Conversion?[EventTable.MaxParams + 1];
            byCount[int.Parse(row[1], CultureInfo.InvariantCulture)] = new Conversion(
                action,
                row[3].Length == 0 ? code : EventTable.CodeOf(row[3]),
                Array.ConvertAll(steps, ParseStep));
        }
        return table;
    }

    private static ConversionStep ParseStep(string text)
    {
        if (text == "nil") return new ConversionStep(ConversionSource.Empty, 0);
        if (text == "def") return new ConversionStep(ConversionSource.Default, 0);
        if (text.StartsWith("cb:", StringComparison.Ordinal))
        {
            return new ConversionStep(ConversionSource.ContainerJson, 0);
        }
        var optional = text.EndsWith('?');
        var index = byte.Parse(text.AsSpan(1).TrimEnd('?'), CultureInfo.InvariantCulture);
        return text[0] switch
        {
            'o' => new ConversionStep(ConversionSource.Old, index),
            'e' => new ConversionStep(
                optional ? ConversionSource.EnterOrEmpty : ConversionSource.Enter, index),
            _ => throw new InvalidDataException($"unknown conversion step {text}"),
        };
    }
}
