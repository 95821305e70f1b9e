using System.Collections.Immutable;
using System.Globalization;
using RulesEngine.Compiler.Checking;
using RulesEngine.Compiler.Loading;
using RulesEngine.Compiler.Loading.Yaml;
using RulesEngine.Runtime.Evaluation.Given;
using RulesEngine.Runtime.Events;
using RulesEngine.Runtime.Fields;
using RulesEngine.Syntax.Diagnostics;

namespace RulesEngine.Compiler.Testing;

/// <summary>
/// Reads files of rule tests. It receives bytes and gives tests whose fields exist and whose values fit them; everything
/// wrong is a diagnostic at its place, and a test with something wrong is left out. Rules are looked up later, by
/// <see cref="RuleTestChecks"/>, when they are loaded.
/// </summary>
public sealed class RuleTestReader
{
    private static readonly string[] FileKeys = ["rules", "event", "tests"];
    private static readonly string[] TestKeys = ["name", "event", "capture", "events", "matches", "not", "output", "fields"];

    /// <summary>Stands in for a type that does not exist, so that the other fields are still checked.</summary>
    private const string AnyType = "openat";

    private readonly DiagnosticSink _sink;
    private readonly LoadPlace _file;
    private bool _sound = true;

    private RuleTestReader(DiagnosticSink sink, string name)
    {
        _sink = sink;
        _file = LoadPlace.File(name);
    }

    /// <summary>The tests of a file, with what is wrong about it.</summary>
    public static (RuleTestFile File, ImmutableArray<Diagnostic> Diagnostics) Read(RuleFile file)
    {
        var sink = new DiagnosticSink();
        sink.AddFile(file);
        return (new RuleTestReader(sink, file.Name).ReadFile(file), sink.ToImmutable());
    }

    private RuleTestFile ReadFile(RuleFile file)
    {
        var reading = YamlReader.Read(file.Content);
        if (reading.Fault is { } fault)
            _sink.Add(Catalog.NotYaml, file.Name, fault.Mark, fault.Message);
        else if (reading.Documents is not [{ IsMap: true }])
            _sink.Add(Catalog.TestFileShape, reading.Documents.IsEmpty ? _file : Place(reading.Documents[0]));
        else
            return ReadRoot(reading.Documents[0]);
        return new RuleTestFile(file.Name, [], []);
    }

    private RuleTestFile ReadRoot(YamlNode root)
    {
        CheckKeys(root, FileKeys, "a file of tests");
        var shared = root["event"] is { } given ? ReadValues(given) : [];
        var tests = ImmutableArray.CreateBuilder<RuleTest>();
        if (root["tests"] is not { IsSequence: true, Items.IsEmpty: false } items)
        {
            _sink.Add(Catalog.NoTests, Place(root["tests"] ?? root));
            items = YamlNode.Sequence(root.Mark, []);
        }
        foreach (var item in items.Items)
        {
            _sound = true;
            if (ReadTest(item, shared) is { } test && _sound)
                tests.Add(test);
        }
        return new RuleTestFile(_file.FileName, ReadWords(root, "rules"), tests.ToImmutable());
    }

    private RuleTest? ReadTest(YamlNode item, ImmutableArray<(YamlNode Key, YamlNode Value)> shared)
    {
        if (!item.IsMap)
            return Fail(Catalog.TestShape, item, "a test", "a map with a name");
        CheckKeys(item, TestKeys, "a test");
        if (item["name"] is null)
            Fail(Catalog.TestKeyMissing, item, "name");
        if (item["event"] is null == item["capture"] is null)
            Fail(Catalog.TestNeedsOneSource, item);
        if (item["matches"] is null && item["not"] is null)
            Fail(Catalog.TestExpectsNothing, item);
        var test = new RuleTest
        {
            Name = ReadText(item, "name") ?? new WordInFile("", Place(item)),
            Event = item["event"] is { } given ? ReadEvent(given, shared) : null,
            Capture = item["capture"] is not null ? ReadRange(item) : null,
            Matches = ReadWords(item, "matches"),
            Not = ReadWords(item, "not"),
            Fields = ReadFields(item),
        };
        return test with { Outputs = ReadOutputs(item, test.Matches) };
    }

    private ImmutableArray<(YamlNode Key, YamlNode Value)> ReadValues(YamlNode given)
    {
        if (given.IsMap)
        {
            foreach (var twice in given.Entries.GroupBy(entry => entry.Key.Text).SelectMany(group => group.Skip(1)))
                Fail(Catalog.TestKeyTwice, twice.Key, twice.Key.Text);
            return given.Entries;
        }
        Fail(Catalog.TestShape, given, "`event`", "a map from fields to values");
        return [];
    }

    private GivenEvent? ReadEvent(YamlNode given, ImmutableArray<(YamlNode Key, YamlNode Value)> shared)
    {
        var own = ReadValues(given);
        var named = own.Select(entry => entry.Key.Text).ToHashSet(StringComparer.Ordinal);
        var all = shared.Where(entry => !named.Contains(entry.Key.Text)).Concat(own).ToList();
        var type = all.Find(entry => entry.Key.Text == "evt.type").Value;
        if (type is null)
            Fail(Catalog.TestKeyMissing, given, "evt.type");
        if ((type is { IsScalar: true } ? GivenEvent.Of(type.Text) : null) is not { } result)
        {
            if (type is not null)
                FailType(type);
            result = GivenEvent.Of(AnyType)!;
        }

        foreach (var (key, value) in all.Where(entry => entry.Key.Text != "evt.type" && !entry.Value.IsNull))
            Set(result, key, value);
        return result;
    }

    private void FailType(YamlNode type)
    {
        if (Nearest.Find(type.Text, EventTable.All.Select(definition => definition.Name)) is { } meant)
            Fail(Catalog.UnknownEventType, type, type.Text, meant);
        else
            Fail(Catalog.NoSuchEventType, type, type.Text);
    }

    private void Set(GivenEvent result, YamlNode key, YamlNode value)
    {
        if (FieldOf(key) is not { } field)
            return;
        var takesList = GivenEvent.TakesList(field);
        ImmutableArray<YamlNode> nodes = value.IsSequence && takesList ? value.Items : [value];
        if (nodes.FirstOrDefault(node => !node.IsScalar) is { } odd)
            Fail(Catalog.TestShape, odd, $"the value of `{key.Text}`", takesList ? "a list of words" : "one word");
        else if (result.Set(field, [.. nodes.Select(node => node.Text)]) is { } error)
            Fail(Catalog.TestValue, value, key.Text, error);
    }

    private FieldReference? FieldOf(YamlNode key)
    {
        var (field, error) = FieldSpelling.Read(key.Text);
        if (error is not null)
            Fail(Catalog.TestValue, key, key.Text, error);
        else if (field is null && FieldSpelling.Guess(key.Text) is { } meant)
            Fail(Catalog.UnknownField, key, key.Text, meant);
        else if (field is null)
            Fail(Catalog.NoSuchField, key, key.Text);
        return field;
    }

    private EventRange? ReadRange(YamlNode item)
    {
        if (ReadText(item, "capture") is not { } capture)
            return null;
        if (item["events"] is null)
            return new EventRange(capture, 1, long.MaxValue, capture.Place);
        if (ReadText(item, "events") is not { } range)
            return null;
        var ends = range.Text.Split('-');
        if (ends.Length <= 2 && TryNumber(ends[0], out var first) && TryNumber(ends[^1], out var last) && first <= last)
            return new EventRange(capture, first, last, range.Place);
        Fail(Catalog.TestShape, item["events"]!, "`events`", "one number or two with a dash, the smaller first: 10-20");
        return null;
    }

    private static bool TryNumber(string text, out long number) =>
        long.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out number) && number > 0;

    private ImmutableArray<ExpectedOutput> ReadOutputs(YamlNode item, ImmutableArray<WordInFile> matches)
    {
        if (item["output"] is not { } node)
            return [];
        if (node.IsScalar && matches.Length == 1)
            return [new ExpectedOutput(matches[0].Text, node.Text.TrimEnd())];
        if (node.IsScalar)
            Fail(Catalog.TestShape, node, "`output`", "a map from the names in `matches` to texts, as that is not one name");
        else if (!node.IsMap || node.Entries.Any(entry => !entry.Key.IsScalar || !entry.Value.IsScalar))
            Fail(Catalog.TestShape, node, "`output`", "a text, or a map from rules to texts");
        foreach (var (key, _) in node.Entries.Where(entry => matches.All(rule => rule.Text != entry.Key.Text)))
            Fail(Catalog.OutputOfOtherRule, key, key.Text);
        return [.. node.Entries.Select(entry => new ExpectedOutput(entry.Key.Text, entry.Value.Text.TrimEnd()))];
    }

    private ImmutableArray<ExpectedField> ReadFields(YamlNode item)
    {
        if (item["fields"] is not { } node)
            return [];
        if (!node.IsMap || node.Entries.Any(entry => !entry.Value.IsScalar))
            Fail(Catalog.TestShape, node, "`fields`", "a map from fields to texts");
        var fields = ImmutableArray.CreateBuilder<ExpectedField>();
        foreach (var (key, value) in node.Entries)
        {
            if (FieldOf(key) is { } field)
                fields.Add(new ExpectedField(field, value.Text));
        }
        return fields.ToImmutable();
    }

    private ImmutableArray<WordInFile> ReadWords(YamlNode item, string key)
    {
        if (item[key] is not { } node)
            return [];
        ImmutableArray<YamlNode> words = node.IsScalar ? [node] : node.Items;
        if ((node.IsScalar || node.IsSequence) && words.All(word => word.IsScalar))
            return [.. words.Select(word => new WordInFile(word.Text, Place(word)))];
        Fail(Catalog.TestShape, node, $"`{key}`", "a word or a list of words");
        return [];
    }

    private WordInFile? ReadText(YamlNode item, string key)
    {
        if (item[key] is not { } node)
            return null;
        if (node.IsScalar && node.Text.Length > 0)
            return new WordInFile(node.Text, Place(node));
        Fail(Catalog.TestShape, node, $"`{key}`", "a text");
        return null;
    }

    private void CheckKeys(YamlNode map, string[] known, string what)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (key, _) in map.Entries)
        {
            if (!known.Contains(key.Text))
                Fail(Catalog.TestUnknownKey, key, what, key.Text, string.Join(", ", known));
            else if (!seen.Add(key.Text))
                Fail(Catalog.TestKeyTwice, key, key.Text);
        }
    }

    private RuleTest? Fail(DiagnosticKind kind, YamlNode node, params ReadOnlySpan<string> particulars)
    {
        _sound = false;
        _sink.Add(kind, Place(node), particulars);
        return null;
    }

    private LoadPlace Place(YamlNode node) => _file.At(node, PlaceKind.ValueFor);
}
