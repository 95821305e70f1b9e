using System.Buffers;
using System.Collections.Frozen;
using RulesEngine.Compiler.Loading.Yaml;

namespace RulesEngine.Compiler.Loading;

/// <summary>The part for lists and macros, which differ in one key.</summary>
internal sealed partial class RuleReader
{
    internal static readonly FrozenSet<string> ListKeys =
        new[] { "list", "items", "append", "override" }.ToFrozenSet();

    internal static readonly FrozenSet<string> MacroKeys =
        new[] { "macro", "condition", "append", "override" }.ToFrozenSet();

    private static readonly FrozenSet<string> Items = new[] { "items" }.ToFrozenSet();

    private static readonly FrozenSet<string> Condition = new[] { "condition" }.ToFrozenSet();

    private static readonly SearchValues<char> NotInListName = SearchValues.Create("()\"' \t\n\v\f\r=,");

    private bool ReadList(YamlNode item, LoadPlace parent)
    {
        var name = "";
        if (!_decode.Text(item, "list", parent.At(item, PlaceKind.List), ref name))
            return false;
        var place = parent.At(item, PlaceKind.List, name);
        if (name.AsSpan().ContainsAny(NotInListName))
            _result.Warn(LoadCode.InvalidListName, LoadMessages.InvalidListName, place);

        var list = new ListDocument(name, place);
        if (!_decode.Words(item, "items", place, list.Items.Add)
            || !ReadAppend(item, "items", Items, place, out var append, out var replace))
            return false;
        if (append && !_collector.Append(_result, list))
            return false;
        if (!append)
            _collector.Define(list, replace);
        WarnOfUnknownKeys(item, ListKeys, place);
        return true;
    }

    private bool ReadMacro(YamlNode item, LoadPlace parent)
    {
        var name = "";
        if (!_decode.Text(item, "macro", parent.At(item, PlaceKind.Macro), ref name))
            return false;
        var place = parent.At(item, PlaceKind.Macro, name);
        if (!IsIdentifier(name))
            _result.Warn(LoadCode.InvalidMacroName, LoadMessages.InvalidMacroName, place);

        var condition = "";
        if (!_decode.Text(item, "condition", place, ref condition)
            || !ReadAppend(item, "condition", Condition, place, out var append, out var replace))
            return false;
        var macro = new MacroDocument(name, place)
        {
            Condition = condition,
            ConditionPlace = place.At(item["condition"]!, PlaceKind.MacroCondition),
        };
        if (append && !_collector.Append(_result, macro))
            return false;
        if (!append)
            _collector.Define(macro, replace);
        WarnOfUnknownKeys(item, MacroKeys, place);
        return true;
    }

    /// <summary>The two ways to say that an item's only key is appended, and the one to say that it is replaced.</summary>
    private bool ReadAppend(
        YamlNode item, string key, FrozenSet<string> keys, LoadPlace place, out bool append, out bool replace)
    {
        replace = false;
        if (!ReadAppendFlag(item, place, out append))
            return false;
        if (!ReadOverrides(item, keys, keys, place, out var overrides))
            return false;
        if (append && overrides.Any)
            return _decode.Fail(LoadMessages.OverrideAndAppend, place);
        append |= overrides.Append.Contains(key);
        replace = overrides.Replace.Contains(key);
        return true;
    }

    private bool ReadAppendFlag(YamlNode item, LoadPlace place, out bool append)
    {
        append = false;
        if (!_decode.Boolean(item, "append", place, ref append, optional: true))
            return false;
        if (append)
            _result.Warn(LoadCode.DeprecatedItem, LoadMessages.AppendDeprecated, place);
        return true;
    }

    private static bool IsIdentifier(string name) =>
        char.IsAsciiLetter(name[0]) && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_');
}
