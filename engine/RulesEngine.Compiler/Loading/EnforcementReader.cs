using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using RulesEngine.Compiler.Loading.Yaml;
using RulesEngine.Syntax.Diagnostics;

namespace RulesEngine.Compiler.Loading;

/// <summary>
/// Reads what Falco does not know: the keys <c>action</c>, <c>errno</c> and <c>mode</c> of a rule, and <c>enforce</c>
/// items. Its complaints are diagnostics of ours; they never become load errors, which are Falco's.
/// </summary>
internal sealed class EnforcementReader(DiagnosticSink sink, IReadOnlySet<string> exportedActions)
{
    private const string SignalPrefix = "signal:";

    private static readonly FrozenSet<string> ItemKeys =
        new[] { "enforce", "rules", "tags", "action", "errno", "mode" }.ToFrozenSet();

    private static readonly FrozenSet<string> Builtin = new[] { "alert", "deny", "kill" }.ToFrozenSet();

    /// <summary>The keys a rule may have beside Falco's.</summary>
    public static readonly ImmutableArray<string> RuleKeys = ["action", "errno", "mode"];

    /// <summary>What an item's keys ask for; null when it has none of them, or only wrong ones.</summary>
    public EnforcementDocument? ReadKeys(YamlNode item, LoadPlace itemPlace)
    {
        var actions = ReadActions(item, itemPlace, out var place);
        var errno = ReadErrno(item, itemPlace, ref place);
        var monitor = ReadMode(item, itemPlace, ref place);
        return place is null ? null : new EnforcementDocument(actions, errno, monitor, place);
    }

    public EnforceItem? ReadItem(YamlNode item, LoadPlace itemPlace)
    {
        var name = item["enforce"] is { IsScalar: true } node ? node.Text : "";
        foreach (var (key, _) in item.Entries)
        {
            if (YamlDecoding.TextOf(key) is var word && !ItemKeys.Contains(word ?? ""))
                sink.Add(Catalog.EnforceUnknownKey, itemPlace.At(key, PlaceKind.ValueFor), word ?? "");
        }
        var patterns = ReadWords(item, "rules", itemPlace);
        var tags = ReadWords(item, "tags", itemPlace);
        if (item["rules"] is null && item["tags"] is null)
            sink.Add(Catalog.EnforceWithoutSelection, itemPlace, name);
        return ReadKeys(item, itemPlace) is { } enforcement ? new EnforceItem(name, patterns, tags, enforcement) : null;
    }

    private ImmutableArray<string> ReadWords(YamlNode item, string key, LoadPlace itemPlace)
    {
        if (item[key] is not { } node)
            return [];
        if (node.IsSequence && node.Items.All(word => word.IsScalar))
            return [.. node.Items.Select(word => word.Text)];
        sink.Add(Catalog.EnforceShape, itemPlace.At(node, PlaceKind.ValueFor, key), key);
        return [];
    }

    private ImmutableArray<string>? ReadActions(YamlNode item, LoadPlace itemPlace, out LoadPlace? place)
    {
        place = null;
        if (item["action"] is not { } node)
            return null;
        place = itemPlace.At(node, PlaceKind.ValueFor, "action");
        var words = node.IsScalar ? [node] : node.Items;
        if (words.IsEmpty || words.Any(word => !word.IsScalar))
        {
            sink.Add(Catalog.ActionShape, place);
            return null;
        }

        var actions = ImmutableArray.CreateBuilder<string>(words.Length);
        foreach (var word in words)
        {
            if (IsAction(word.Text, out var complaint))
                actions.Add(word.Text);
            else
                sink.Add(complaint, itemPlace.At(word, PlaceKind.ValueFor, "action"), word.Text);
        }
        return actions.ToImmutable();
    }

    private bool IsAction(string word, out DiagnosticKind complaint)
    {
        var signal = word.StartsWith(SignalPrefix, StringComparison.Ordinal);
        complaint = signal ? Catalog.UnknownSignal : Catalog.UnknownAction;
        return signal
            ? SignalNames.TryParse(word[SignalPrefix.Length..], out _)
            : Builtin.Contains(word) || exportedActions.Contains(word);
    }

    private int? ReadErrno(YamlNode item, LoadPlace itemPlace, ref LoadPlace? first)
    {
        if (item["errno"] is not { } node)
            return null;
        var place = itemPlace.At(node, PlaceKind.ValueFor, "errno");
        first ??= place;
        if (node.IsScalar && ErrnoNames.TryParse(node.Text, out var errno))
            return errno;
        sink.Add(Catalog.UnknownErrno, place, YamlDecoding.TextOf(node) ?? "");
        return null;
    }

    private bool? ReadMode(YamlNode item, LoadPlace itemPlace, ref LoadPlace? first)
    {
        if (item["mode"] is not { } node)
            return null;
        var place = itemPlace.At(node, PlaceKind.ValueFor, "mode");
        first ??= place;
        switch (YamlDecoding.TextOf(node))
        {
            case "enforce":
                return false;
            case "monitor":
                return true;
            default:
                sink.Add(Catalog.UnknownMode, place, YamlDecoding.TextOf(node) ?? "");
                return null;
        }
    }
}

/// <summary>Signals by name, with or without <c>SIG</c>, or by number: Linux's numbers on x86 and arm64.</summary>
public static class SignalNames
{
    private static readonly string[] Names =
    [
        "", "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2", "PIPE", "ALRM",
        "TERM", "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG", "XCPU", "XFSZ", "VTALRM", "PROF",
        "WINCH", "IO", "PWR", "SYS",
    ];

    public static bool TryParse(string text, out int signal)
    {
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out signal))
            return signal is >= 1 and <= 64;
        var name = text.StartsWith("SIG", StringComparison.Ordinal) ? text[3..] : text;
        signal = name.Length == 0 ? -1 : Array.IndexOf(Names, name);
        return signal > 0;
    }
}
