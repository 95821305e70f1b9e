using System.Collections.Frozen;
using RulesEngine.Compiler.Loading.Yaml;

namespace RulesEngine.Compiler.Loading;

/// <summary>The <c>override</c> key: which keys of an earlier item this one appends to or replaces.</summary>
internal sealed partial class RuleReader
{
    private sealed record Overrides(HashSet<string> Append, HashSet<string> Replace)
    {
        public bool Any => Append.Count + Replace.Count > 0;
    }

    private bool ReadOverrides(
        YamlNode item,
        FrozenSet<string> appendable,
        FrozenSet<string> replaceable,
        LoadPlace itemPlace,
        out Overrides overrides)
    {
        overrides = new Overrides([], []);
        var place = itemPlace.At(item, PlaceKind.Overrides);
        var root = LoadPlace.File(_result.Name);
        if (item["override"] is { IsSequence: true, Items.IsEmpty: false })
        {
            return _result.Fail(
                LoadCode.Validate,
                "invalid node; this may result from using a map iterator as a sequence iterator, or vice-versa",
                root);
        }

        foreach (var (keyNode, operationNode) in item["override"]?.Entries ?? [])
        {
            if (YamlDecoding.TextOf(keyNode) is not { } key)
                return BadConversion(keyNode, root);
            if (YamlDecoding.TextOf(operationNode) is not { } operation)
                return BadConversion(operationNode, root);

            var keyPlace = place.At(keyNode, PlaceKind.Overrides, key);
            switch (operation)
            {
                case "append" when appendable.Contains(key):
                    overrides.Append.Add(key);
                    break;
                case "append":
                    return _decode.Fail($"Key '{key}' cannot be appended to, use 'replace' instead", keyPlace);
                case "replace" when replaceable.Contains(key):
                    overrides.Replace.Add(key);
                    break;
                case "replace":
                    return _decode.Fail($"Key '{key}' cannot be replaced", keyPlace);
                default:
                    return _decode.Fail(
                        $"Invalid override operation for key '{key}': '{operation}'. Allowed values are: "
                            + (appendable.Contains(key) ? "append " : "")
                            + (replaceable.Contains(key) ? "replace " : ""),
                        place.At(operationNode, PlaceKind.ValueFor, key));
            }
        }
        return true;
    }

    private bool BadConversion(YamlNode node, LoadPlace root) => _result.Fail(
        LoadCode.Validate,
        $"yaml-cpp: error at line {node.Mark.Line + 1}, column {node.Mark.Column + 1}: bad conversion",
        root);
}
