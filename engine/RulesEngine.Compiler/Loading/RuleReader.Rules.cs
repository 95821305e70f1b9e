using System.Collections.Frozen;
using RulesEngine.Compiler.Loading.Yaml;
using RulesEngine.Runtime.Matching;

namespace RulesEngine.Compiler.Loading;

/// <summary>The part for rules: definitions, appends, overrides, and the switch that only enables or disables.</summary>
internal sealed partial class RuleReader
{
    internal static readonly FrozenSet<string> RuleKeys = new[]
    {
        "rule", "condition", "output", "desc", "priority", "source", "enabled", "capture", "capture_duration",
        "warn_evttypes", "skip-if-unknown-filter", "tags", "exceptions", "override", "append",
    }.ToFrozenSet();

    private static readonly FrozenSet<string> RuleAppendable =
        new[] { "condition", "output", "desc", "tags", "exceptions" }.ToFrozenSet();

    private static readonly FrozenSet<string> RuleReplaceable = new[]
    {
        "condition", "output", "desc", "priority", "tags", "exceptions", "enabled", "capture", "capture_duration",
        "warn_evttypes", "skip-if-unknown-filter",
    }.ToFrozenSet();

    private bool ReadRule(YamlNode item, LoadPlace parent)
    {
        var name = "";
        if (!_decode.Text(item, "rule", parent.At(item, PlaceKind.Rule), ref name))
            return false;
        var place = parent.At(item, PlaceKind.Rule, name);

        if (!ReadAppendFlag(item, place, out var append)
            || !ReadOverrides(item, RuleAppendable, RuleReplaceable, place, out var overrides))
            return false;
        if (append && overrides.Any)
            return _decode.Fail(LoadMessages.OverrideAndAppend, place);

        var sound = overrides.Any ? ReadRuleOverrides(item, name, overrides, place)
            : append ? ReadRuleAppend(item, name, place)
            : IsSwitch(item) ? ReadRuleSwitch(item, name, place)
            : ReadRuleDefinition(item, name, place);
        if (!sound && _stopAtFirstError)
            return false;
        WarnOfUnknownKeys(item, RuleKeys, place);
        if (_enforcement.ReadKeys(item, place) is { } enforcement)
            _collector.Enforce(name, enforcement);
        return sound;
    }

    private static bool IsSwitch(YamlNode item) =>
        item["condition"] is null && item["output"] is null && item["desc"] is null && item["priority"] is null;

    private bool ReadRuleSwitch(YamlNode item, string name, LoadPlace place)
    {
        var enabled = true;
        if (!_decode.Boolean(item, "enabled", place, ref enabled))
            return false;
        _result.Warn(LoadCode.DeprecatedItem, LoadMessages.EnabledDeprecated, place);
        return _collector.Enable(_result, name, enabled, place);
    }

    private bool ReadRuleDefinition(YamlNode item, string name, LoadPlace place)
    {
        var (condition, output, description, priorityText) = ("", "", "", "");
        var priority = default(RulePriority);
        var sound = _decode.Text(item, "condition", place, ref condition)
            & _decode.Text(item, "output", place, ref output)
            & _decode.Text(item, "desc", place, ref description)
            & (_decode.Text(item, "priority", place, ref priorityText) && ReadPriority(item, priorityText, place, out priority));
        if (!sound && _stopAtFirstError)
            return false;

        var source = "syscall";
        var (enabled, capture, warnEventTypes, skip, duration) = (true, false, true, false, 0u);
        var tags = new SortedSet<string>(StringComparer.Ordinal);
        sound &= _decode.Text(item, "source", place, ref source, optional: true)
            & _decode.Boolean(item, "enabled", place, ref enabled, optional: true)
            & _decode.Boolean(item, "capture", place, ref capture, optional: true)
            & _decode.UInt32(item, "capture_duration", place, ref duration, optional: true)
            & _decode.Boolean(item, "warn_evttypes", place, ref warnEventTypes, optional: true)
            & _decode.Boolean(item, "skip-if-unknown-filter", place, ref skip, optional: true)
            & _decode.Words(item, "tags", place, tag => tags.Add(tag), optional: true);
        if (!sound && _stopAtFirstError)
            return false;
        sound &= ReadExceptions(item, place, append: false, out var exceptions);

        // What can be read of a rule with mistakes is looked at for more of them; without these two there is nothing to look at.
        if (!sound && (_stopAtFirstError || condition.Length == 0 || output.Length == 0))
            return false;
        return sound & _collector.Define(_result, new RuleDocument(name, place)
        {
            Condition = condition,
            ConditionPlace = place.At(item["condition"]!, PlaceKind.RuleCondition),
            Output = output.Trim(' ', '\t', '\n', '\r', '\v', '\f'),
            OutputPlace = place.At(item["output"]!, PlaceKind.RuleOutput),
            Description = description,
            Priority = priority,
            Source = source,
            Enabled = enabled,
            Capture = capture,
            CaptureDuration = duration,
            WarnEventTypes = warnEventTypes,
            SkipIfUnknownFilter = skip,
            Tags = tags,
            Exceptions = exceptions,
        });
    }

    private bool ReadPriority(YamlNode item, string text, LoadPlace place, out RulePriority priority) =>
        RulePriorityNames.TryParse(text, out priority)
        || _decode.Fail("Invalid priority", place.At(item["priority"]!, PlaceKind.RulePriority), word: item["priority"]);

    private bool ReadRuleAppend(YamlNode item, string name, LoadPlace place)
    {
        var update = new RuleUpdate(name, place);
        if (item["condition"] is not null)
        {
            var condition = "";
            if (!_decode.Text(item, "condition", place, ref condition))
                return false;
            update.Condition = condition;
        }
        if (item["exceptions"] is not null)
        {
            if (!ReadExceptions(item, place, append: true, out var exceptions))
                return false;
            update.Exceptions = exceptions;
        }
        return ReadSource(item, update) && _collector.Append(_result, update);
    }

    private bool ReadSource(YamlNode item, RuleUpdate update)
    {
        var source = "";
        if (item["source"] is not { IsScalar: true, Text: "" }
            && !_decode.Text(item, "source", update.Place, ref source, optional: true))
            return false;
        update.Source = source;
        return true;
    }

    private bool ReadRuleOverrides(YamlNode item, string name, Overrides overrides, LoadPlace place)
    {
        var expected = new SortedSet<string>(
            RuleReplaceable.Where(key => item[key] is not null), StringComparer.Ordinal);
        if (overrides.Append.Count > 0)
        {
            var update = new RuleUpdate(name, place);
            if (!ReadUpdate(item, "append", overrides.Append, expected, update)
                || !_collector.Append(_result, update))
                return false;
        }
        if (overrides.Replace.Count > 0)
        {
            var update = new RuleUpdate(name, place);
            if (!ReadUpdate(item, "replace", overrides.Replace, expected, update)
                || !_collector.Replace(_result, update))
                return false;
        }
        foreach (var key in expected)
        {
            return _decode.Fail(
                $"Unexpected key '{key}': no corresponding entry under 'override' is defined.",
                place.At(item[key]!, PlaceKind.Overrides, key));
        }
        return true;
    }

    private bool ReadUpdate(
        YamlNode item, string operation, HashSet<string> overrides, SortedSet<string> expected, RuleUpdate update)
    {
        string[] order =
        [
            "condition", "exceptions", "output", "desc", "tags", "priority", "enabled", "capture", "capture_duration",
            "warn_evttypes", "skip-if-unknown-filter",
        ];
        foreach (var key in order)
        {
            if (!overrides.Contains(key))
                continue;
            if (!expected.Remove(key))
            {
                return _decode.Fail(
                    $"An {operation} override for '{key}' was specified but '{key}' is not defined", update.Place);
            }
            if (!ReadUpdatedKey(item, key, update, append: operation == "append"))
                return false;
        }
        return true;
    }

    private bool ReadUpdatedKey(YamlNode item, string key, RuleUpdate update, bool append)
    {
        var (text, flag, number, place) = ("", false, 0u, update.Place);
        switch (key)
        {
            case "condition":
                if (!_decode.Text(item, key, place, ref text) || !ReadSource(item, update))
                    return false;
                update.Condition = text;
                return true;
            case "exceptions":
                var read = ReadExceptions(item, place, append, out var exceptions);
                update.Exceptions = exceptions;
                return read;
            case "output":
                return _decode.Text(item, key, place, ref text) && (update.Output = text) is not null;
            case "desc":
                return _decode.Text(item, key, place, ref text) && (update.Description = text) is not null;
            case "tags":
                var tags = update.Tags = new SortedSet<string>(StringComparer.Ordinal);
                return _decode.Words(item, key, place, tag => tags.Add(tag));
            case "priority":
                if (!_decode.Text(item, key, place, ref text) || !ReadPriority(item, text, place, out var priority))
                    return false;
                update.Priority = priority;
                return true;
            case "capture_duration":
                var counted = _decode.UInt32(item, key, place, ref number);
                update.CaptureDuration = number;
                return counted;
            default:
                var decided = _decode.Boolean(item, key, place, ref flag);
                SetFlag(update, key, flag);
                return decided;
        }
    }

    private static void SetFlag(RuleUpdate update, string key, bool flag)
    {
        switch (key)
        {
            case "enabled":
                update.Enabled = flag;
                break;
            case "capture":
                update.Capture = flag;
                break;
            case "warn_evttypes":
                update.WarnEventTypes = flag;
                break;
            default:
                update.SkipIfUnknownFilter = flag;
                break;
        }
    }
}
