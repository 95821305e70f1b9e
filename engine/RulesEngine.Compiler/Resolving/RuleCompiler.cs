using System.Collections.Immutable;
using RulesEngine.Compiler.Loading;
using RulesEngine.Syntax.Ast;
using RulesEngine.Syntax.Grammar;

namespace RulesEngine.Compiler.Resolving;

/// <summary>
/// Everything collected so far, resolved: lists into conditions, macros into trees, exceptions and configured additions
/// into rules. Receives documents, guarantees trees without macros; what it cannot make is a load error in Falco's order.
/// </summary>
internal sealed class RuleCompiler(LoadOptions options)
{
    private readonly RuleCheck _check = new(options.Fields);

    /// <summary>Conditions are parsed again for every file; most have not changed.</summary>
    private readonly Dictionary<string, ParseResult> _parsed = new(StringComparer.Ordinal);

    public string? RuntimeError => _check.RuntimeError;

    public bool IsField(string text) => _check.IsField(text);

    /// <summary>Null when there was an error and the first one ends everything.</summary>
    public CompiledItems? Compile(RuleCollector collector, LoadResult result)
    {
        var lists = new ListSubstitution(collector.Lists);
        var macros = CompileMacros(collector.Macros, lists, result, out var resolver);
        if (macros is null)
            return null;

        var rules = ImmutableArray.CreateBuilder<CheckedRule>(collector.Rules.Count);
        foreach (var document in collector.Rules)
        {
            if (document.UnknownSource)
                continue;
            if (CompileRule(document, lists, resolver, result) is { } rule)
                rules.Add(rule with { Index = rules.Count });
            else if (!result.Successful && options.StopAtFirstError)
                return null;
        }

        foreach (var macro in macros.Where(macro => !macro.IsUsed))
        {
            result.Warn(
                LoadCode.UnusedMacro, "Macro not referred to by any other rule/macro", macro.Document.Place);
        }
        foreach (var list in lists.Lists.Where(list => !list.IsUsed))
            result.Warn(LoadCode.UnusedList, "List not referred to by any other rule/macro", list.Document.Place);
        return new CompiledItems(rules.ToImmutable(), macros, lists.Lists);
    }

    private List<ResolvedMacro>? CompileMacros(
        IReadOnlyList<MacroDocument> documents, ListSubstitution lists, LoadResult result, out MacroResolver resolver)
    {
        resolver = new MacroResolver();
        var macros = new List<ResolvedMacro>(documents.Count);
        foreach (var document in documents)
        {
            if (Parse(document.Condition, document.ConditionPlace, lists, result) is { } condition)
                macros.Add(new ResolvedMacro(document, condition));
            else if (options.StopAtFirstError)
                return null;
        }
        foreach (var macro in macros)
            resolver.Add(macro);
        foreach (var macro in macros)
        {
            var document = macro.Document;
            if (ResolveMacros(
                resolver, macro.Condition, document.Visibility, document.Condition, document.Place, result)
                is { } resolved)
                macro.Condition = resolved;
            else if (options.StopAtFirstError)
                return null;
        }
        return macros;
    }

    private CheckedRule? CompileRule(
        RuleDocument document, ListSubstitution lists, MacroResolver macros, LoadResult result)
    {
        var exceptionFields = new SortedSet<string>(StringComparer.Ordinal);
        if (ConditionText.WithExceptions(document, result, exceptionFields) is not { } text)
            return null;
        var (output, extraFields) = OutputText.Compose(document, options.OutputAdditions, result);
        if (_check.Output(document, output, result) is not { } template
            || !_check.ExtraFields(document, extraFields, result, out var checkedFields)
            || Parse(text, document.ConditionPlace, lists, result) is not { } parsed
            || ResolveMacros(macros, parsed, MacroResolver.FullVisibility, text, document.Place, result)
                is not { } condition)
            return null;

        var rule = new ResolvedRule
        {
            Document = document,
            Output = output,
            ConditionText = text,
            Condition = condition,
            ExceptionFields = exceptionFields,
        };
        if (_check.Condition(rule, result) is not { } check)
            return null;
        return new CheckedRule
        {
            Rule = rule,
            Condition = check.Condition!,
            EventCodes = check.EventCodes,
            Output = template,
            ExtraFields = checkedFields,
        };
    }

    /// <summary>Parses what is left after the lists are in: errors show that text, not the one written.</summary>
    private Expr? Parse(string condition, LoadPlace place, ListSubstitution lists, LoadResult result)
    {
        var text = lists.Apply(condition);
        if (!_parsed.TryGetValue(text, out var parsed))
            _parsed[text] = parsed = ConditionParser.Parse(text, ConditionParser.RulesFileMaxDepth);
        if (parsed.Error is { } error)
            result.Fail(LoadCode.CompileCondition, error.Message, place.InCondition(error.Position, text));
        return parsed.Expression;
    }

    private static Expr? ResolveMacros(
        MacroResolver resolver, Expr condition, int visibility, string text, LoadPlace place, LoadResult result)
    {
        var resolved = resolver.Resolve(condition, visibility, out var error);
        if (error is not null)
            result.Fail(LoadCode.Validate, error.Message, place.InCondition(error.Position, text));
        return resolved;
    }
}
