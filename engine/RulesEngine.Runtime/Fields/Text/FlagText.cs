using RulesEngine.Runtime.Events;
using RulesEngine.Runtime.State;

namespace RulesEngine.Runtime.Fields.Text;

/// <summary>Flags, enumerations and file modes by name, joined with <c>|</c>, in the order of their tables.</summary>
internal static class FlagText
{
    /// <summary>Every name whose bits are still set takes its bits; the name of 0 stands only for 0.</summary>
    public static void AppendFlags(ScratchArena output, FlagTable? table, uint value)
    {
        if (table is null) return;
        var rest = value;
        var isFirst = true;
        foreach (var entry in table.Entries)
        {
            var isMatch = entry.Value == 0 ? value == 0 : rest != 0 && (rest & entry.Value) == entry.Value;
            if (!isMatch) continue;
            rest &= ~entry.Value;
            AppendName(output, entry, ref isFirst);
            if (entry.Value == value) break;
        }
    }

    /// <summary>Every name of exactly this value.</summary>
    public static void AppendEnum(ScratchArena output, FlagTable? table, uint value)
    {
        if (table is null) return;
        var isFirst = true;
        foreach (var entry in table.Entries)
        {
            if (entry.Value == value) AppendName(output, entry, ref isFirst);
        }
    }

    /// <summary>Like flags, but a name of the whole value ends the list whatever bits are left.</summary>
    public static void AppendMode(ScratchArena output, FlagTable? table, uint value)
    {
        if (table is null) return;
        var rest = value;
        var isFirst = true;
        foreach (var entry in table.Entries)
        {
            var isWhole = entry.Value == value;
            if (!isWhole && (entry.Value == 0 || rest == 0 || (rest & entry.Value) != entry.Value)) continue;
            rest &= ~entry.Value;
            AppendName(output, entry, ref isFirst);
            if (isWhole) break;
        }
    }

    private static void AppendName(ScratchArena output, FlagName entry, ref bool isFirst)
    {
        if (!isFirst) output.Append((byte)'|');
        output.Append(entry.NameUtf8.Span);
        isFirst = false;
    }
}
