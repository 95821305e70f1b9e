using System.Collections.Frozen;
using System.Collections.Immutable;
using RulesEngine.Compiler.Loading.Yaml;

namespace RulesEngine.Compiler.Loading;

/// <summary>
/// One file's documents into the collector: tells the kinds of items apart, checks their shape, and reports in Falco's
/// words. It looks nothing up except what the collector knows; conditions stay text.
/// </summary>
internal sealed partial class RuleReader
{
    private readonly RuleCollector _collector;
    private readonly LoadResult _result;
    private readonly YamlDecoding _decode;
    private readonly EnforcementReader _enforcement;
    private readonly bool _stopAtFirstError;

    public RuleReader(
        RuleCollector collector, LoadResult result, EnforcementReader enforcement, bool stopAtFirstError)
    {
        _collector = collector;
        _result = result;
        _decode = new YamlDecoding(result);
        _enforcement = enforcement;
        _stopAtFirstError = stopAtFirstError;
    }

    /// <summary>Reads all documents; false when an item was wrong.</summary>
    public bool Read(ImmutableArray<YamlNode> documents)
    {
        var place = LoadPlace.File(_result.Name);
        var sound = true;
        foreach (var document in documents)
        {
            if (document.IsNull)
                continue;
            if (!document.IsSequence)
            {
                sound = _decode.Fail(
                    document.IsMap ? "Rules content is not yaml array of objects" : "Rules content is not yaml", place);
                if (_stopAtFirstError)
                    return false;
            }
            foreach (var item in document.Items)
            {
                if (item.IsNull || ReadItem(item, place))
                    continue;
                sound = false;
                if (_stopAtFirstError)
                    return false;
            }
        }
        return sound;
    }

    private bool ReadItem(YamlNode item, LoadPlace place)
    {
        if (!item.IsMap)
        {
            return _decode.Fail(
                "Unexpected element type. Each element should be a yaml associative array.",
                place.At(item, PlaceKind.RulesContentItem));
        }
        if (item["required_engine_version"] is not null)
            return ReadEngineVersion(item, place.At(item, PlaceKind.RequiredEngineVersion));
        if (item["required_plugin_versions"] is { } plugins)
            return ReadPluginVersions(plugins, place.At(plugins, PlaceKind.RequiredPluginVersions));
        if (item["list"] is not null)
            return ReadList(item, place);
        if (item["macro"] is not null)
            return ReadMacro(item, place);
        if (item["rule"] is not null)
            return ReadRule(item, place);

        var itemPlace = place.At(item, PlaceKind.RulesContentItem);
        var ours = item["enforce"] is not null;
        _result.Add(new LoadIssue(LoadCode.UnknownItem, "Unknown top level item", itemPlace)
        {
            IsOwnExtension = ours,
            Word = item.Entries.IsEmpty ? null : item.Entries[0].Key,
        });
        if (ours && _enforcement.ReadItem(item, itemPlace) is { } enforce)
            _collector.Define(enforce);
        return true;
    }

    private bool ReadEngineVersion(YamlNode item, LoadPlace place)
    {
        const string Key = "required_engine_version";
        if (item[Key] is { IsScalar: true } node && YamlDecoding.TryUInt32(node.Text, out var minor))
            return _collector.Require(_result, new EngineVersion(0, minor, 0), place);

        var text = "";
        if (!_decode.Text(item, Key, place, ref text))
            return false;
        if (!EngineVersion.TryParse(text, out var version))
        {
            return _decode.Fail(
                $"Unable to parse engine version '{text}' as a semver string. Expected \"x.y.z\" semver format.", place);
        }
        return _collector.Require(_result, version, place);
    }

    private bool ReadPluginVersions(YamlNode plugins, LoadPlace place)
    {
        if (!plugins.IsSequence)
            return _decode.Fail("Value of required_plugin_versions must be a sequence", place);
        foreach (var plugin in plugins.Items)
        {
            var entry = place.At(plugin, PlaceKind.RequiredPluginVersionsEntry);
            if (!plugin.IsMap)
                return _decode.Fail("Plugin version must be a mapping", entry);
            var alternatives = ImmutableArray.CreateBuilder<PluginVersion>();
            if (!ReadPluginVersion(plugin, PlaceKind.RequiredPluginVersionsEntry, place, alternatives, out entry))
                return false;
            if (plugin["alternatives"] is { } others)
            {
                if (!others.IsSequence)
                    return _decode.Fail("Value of plugin version alternatives must be a sequence", entry);
                foreach (var other in others.Items)
                {
                    if (!other.IsMap)
                    {
                        return _decode.Fail(
                            "Plugin version alternative must be a mapping",
                            entry.At(other, PlaceKind.RequiredPluginVersionsAlternative));
                    }
                    if (!ReadPluginVersion(
                        other, PlaceKind.RequiredPluginVersionsAlternative, entry, alternatives, out _))
                        return false;
                }
            }
            if (!_collector.Require(_result, alternatives.ToImmutable(), entry))
                return false;
        }
        return true;
    }

    private bool ReadPluginVersion(
        YamlNode plugin, PlaceKind kind, LoadPlace parent, ImmutableArray<PluginVersion>.Builder into, out LoadPlace place)
    {
        var (name, version) = ("", "");
        place = parent.At(plugin, kind);
        if (!_decode.Text(plugin, "name", place, ref name))
            return false;
        place = parent.At(plugin, kind, name);
        if (!_decode.Text(plugin, "version", place, ref version))
            return false;
        into.Add(new PluginVersion(name, version));
        return true;
    }

    private void WarnOfUnknownKeys(YamlNode item, FrozenSet<string> known, LoadPlace place)
    {
        foreach (var (key, _) in item.Entries)
        {
            var name = YamlDecoding.TextOf(key) ?? "";
            if (known.Contains(name))
                continue;
            var message = $"Unknown key '{name}'. The key will be ignored.";
            var ours = place.Kind == PlaceKind.Rule && EnforcementReader.RuleKeys.Contains(name);
            _result.Add(new LoadIssue(LoadCode.UnknownKey, message, place) { IsOwnExtension = ours, Word = key });
        }
    }
}
