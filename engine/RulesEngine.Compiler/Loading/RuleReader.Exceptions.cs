using System.Collections.Immutable;
using RulesEngine.Compiler.Loading.Yaml;

namespace RulesEngine.Compiler.Loading;

/// <summary>The part for a rule's <c>exceptions</c>.</summary>
internal sealed partial class RuleReader
{
    private bool ReadExceptions(YamlNode item, LoadPlace parent, bool append, out List<ExceptionDocument> exceptions)
    {
        exceptions = [];
        if (item["exceptions"] is not { IsNull: false } nodes)
            return true;
        var place = parent.At(nodes, PlaceKind.Exceptions);
        if (!nodes.IsSequence)
            return _decode.Fail("Rule exceptions must be a sequence", place);
        foreach (var node in nodes.Items)
        {
            if (!ReadException(node, parent, place, append, exceptions))
                return false;
        }
        return true;
    }

    private bool ReadException(
        YamlNode node, LoadPlace rule, LoadPlace exceptions, bool append, List<ExceptionDocument> into)
    {
        var nameless = exceptions.At(node, PlaceKind.Exception);
        if (!node.IsMap)
            return _decode.Fail("Rule exception must be a mapping", nameless);
        var name = "";
        if (!_decode.Text(node, "name", nameless, ref name))
            return false;

        var place = rule.At(node, PlaceKind.Exception, name);
        foreach (var earlier in into.Where(earlier => earlier.Name == name))
        {
            _result.Warn(
                LoadCode.ExceptionNameNotUnique, $"Multiple definitions of exception '{name}' in the same rule", place);
        }
        if (!ReadEntry(node, "fields", place, optional: append, out var fields)
            || !ReadEntry(node, "comps", place, optional: true, out var comps))
            return false;

        var values = new List<ExceptionEntry>();
        if (node["values"] is { } valueNodes)
        {
            var valuesPlace = place.At(valueNodes, PlaceKind.ExceptionValues);
            if (!valueNodes.IsSequence)
                return _decode.Fail("Rule exception values must be a sequence", valuesPlace);
            foreach (var valueNode in valueNodes.Items)
            {
                if (!ReadEntry(valueNode, "", valuesPlace.At(valueNode, PlaceKind.ExceptionValue), out var value))
                    return false;
                values.Add(value);
            }
        }
        else if (append)
        {
            _result.Warn(LoadCode.AppendNoValues, "Overriding/appending exception with no values", place);
        }
        into.Add(new ExceptionDocument(name, place) { Fields = fields, Comps = comps, Values = values });
        return true;
    }

    private bool ReadEntry(YamlNode item, string key, LoadPlace place, bool optional, out ExceptionEntry entry)
    {
        entry = ExceptionEntry.None;
        return item[key] is { } node
            ? ReadEntry(node, key, place, out entry)
            : optional || _decode.Missing(key, place);
    }

    /// <summary>A word, or a sequence of entries; anything else is an entry that is not valid, as in Falco.</summary>
    private bool ReadEntry(YamlNode node, string key, LoadPlace parent, out ExceptionEntry entry)
    {
        entry = ExceptionEntry.None;
        var place = parent.At(node, PlaceKind.ValueFor, key);
        if (node.IsScalar)
        {
            entry = ExceptionEntry.Word(node.Text);
            return node.Text.Length > 0 || _decode.Fail("Value must be non-empty", place);
        }
        if (!node.IsSequence)
            return true;

        var items = ImmutableArray.CreateBuilder<ExceptionEntry>(node.Items.Length);
        foreach (var element in node.Items)
        {
            if (!ReadEntry(element, "", place.At(element, PlaceKind.Exception), out var item))
                return false;
            items.Add(item);
        }
        entry = ExceptionEntry.List(items.MoveToImmutable());
        return true;
    }
}
