using System.Collections.Immutable;
using RulesEngine.Compiler.Inspection;
using RulesEngine.Compiler.Loading.Yaml;
using RulesEngine.Compiler.Resolving;
using RulesEngine.Syntax.Diagnostics;

namespace RulesEngine.Compiler.Loading;

/// <summary>
/// The first half of a rule's way: files in, resolved and checked rules out. Each file is read into what is there
/// already, and then everything read so far is compiled, as in Falco: a file may change items of earlier files and may
/// not rely on later ones. Nothing here touches a kernel or a running engine.
/// </summary>
public sealed class RuleSetLoader
{
    private readonly LoadOptions _options;
    private readonly DiagnosticSink _sink = new();
    private readonly EnforcementReader _enforcement;
    private readonly RuleCollector _collector;
    private readonly RuleCompiler _compiler;

    private RuleSetLoader(LoadOptions options)
    {
        _options = options;
        _enforcement = new EnforcementReader(_sink, options.ExportedActions);
        _compiler = new RuleCompiler(options);
        _collector = new RuleCollector(_compiler.IsField, options.StopAtFirstError);
    }

    public static RuleSet Load(IEnumerable<RuleFile> files, LoadOptions? options = null) =>
        new RuleSetLoader(options ?? new LoadOptions()).LoadAll(files);

    private RuleSet LoadAll(IEnumerable<RuleFile> files)
    {
        var results = ImmutableArray.CreateBuilder<LoadResult>();
        var compiled = CompiledItems.Empty;
        string? unmet = null;
        foreach (var file in files)
        {
            _sink.AddFile(file);
            var result = new LoadResult(file.Name) { EndsAtFirstError = _options.StopAtFirstError };
            results.Add(result);
            if (Read(file, result) || !_options.StopAtFirstError)
                compiled = _compiler.Compile(_collector, result) ?? compiled;
            unmet = _collector.PluginRequirements
                .Select(requirement => requirement.Unmet(_options.Plugins)).FirstOrDefault(words => words is not null);
            if (unmet is not null || (_compiler.RuntimeError is not null && _options.StopAtFirstError))
                break;
        }

        var inspects = !_options.StopAtFirstError;
        new IssueDiagnostics(_sink, _collector.Macros).Add(results, withWarnings: inspects);
        if (inspects)
            Inspect(compiled);
        return new RuleSet
        {
            Rules = RuleFinish.Apply(compiled.Rules, _collector.EnforceItems, _options, _sink),
            Macros = compiled.Macros,
            Lists = compiled.Lists,
            Results = results.ToImmutable(),
            Diagnostics = _sink.ToImmutable(),
            RequiredEngine = _collector.RequiredEngine,
            PluginRequirements = _collector.PluginRequirements,
            UnmetRequirement = unmet,
            RuntimeError = _compiler.RuntimeError,
        };
    }

    private bool Read(RuleFile file, LoadResult result)
    {
        var reading = YamlReader.Read(file.Content);
        if (reading.Fault is { } fault)
        {
            var place = LoadPlace.File(file.Name).At(fault.Mark, PlaceKind.ValueFor);
            return result.Fail(
                LoadCode.YamlParse,
                $"yaml-cpp: error at line {fault.Mark.Line + 1}, column {fault.Mark.Column + 1}: {fault.Message}",
                place);
        }
        CheckSchema(reading.Documents, result);
        return new RuleReader(_collector, result, _enforcement, _options.StopAtFirstError).Read(reading.Documents);
    }

    /// <summary>
    /// What is no load error and yet wrong or hardly meant: plugins that are missing, conditions that never hold, macros
    /// that hide earlier ones.
    /// </summary>
    private void Inspect(CompiledItems compiled)
    {
        foreach (var requirement in _collector.PluginRequirements)
        {
            if (requirement.Unmet(_options.Plugins) is { } unmet)
                _sink.Add(Catalog.UnmetRequirement, requirement.Place, unmet);
        }
        InspectConditions(compiled);
        foreach (var (word, meant, anchor) in MisspeltLists.Find(compiled))
        {
            var file = anchor.Condition.FileName;
            var mark = ConditionLocator.Find(_sink.Content(file), anchor.Condition.Mark, anchor.Text, anchor.Position.Index);
            _sink.Add(Catalog.UnknownList, file, mark, word, meant);
        }
        foreach (var (item, earlier) in _collector.Shadowings)
        {
            var kind = item switch
            {
                MacroDocument => Catalog.MacroShadowed,
                ListDocument => Catalog.ListShadowed,
                _ => Catalog.RuleRedefined,
            };
            _sink.Add(kind, item.Place, item.Name, $"{earlier.FileName}:{earlier.Mark.Line + 1}");
        }
    }

    private void InspectConditions(CompiledItems compiled)
    {
        var able = new List<InspectedRule>();
        foreach (var rule in compiled.Rules.Where(InspectedRule.IsInspected).Select(rule => new InspectedRule(rule)))
        {
            if (NeverTrue.Explain(rule) is { } reason)
                _sink.Add(Catalog.NeverHolds, rule.Rule.Rule.Document.ConditionPlace, reason);
            else if (rule.Rule.Rule.Document.Enabled)
                able.Add(rule);
        }
        foreach (var (hidden, by) in HiddenRules.Find(able))
        {
            var place = by.Rule.Document.Place;
            _sink.Add(Catalog.RuleHidden, hidden.Rule.Document.Place, hidden.Name, by.Name, $"{place.FileName}:{place.Mark.Line + 1}");
        }
    }

    private void CheckSchema(ImmutableArray<YamlNode> documents, LoadResult result)
    {
        if (_options.SchemaCheck is not { } check)
            return;
        var findings = ImmutableArray.CreateBuilder<string>();
        foreach (var document in documents.Where(document => !document.IsNull))
        {
            var found = check(document);
            findings.AddRange(found.IsEmpty ? ["ok"] : found);
        }
        result.SchemaFindings = findings.ToImmutable();
    }
}
