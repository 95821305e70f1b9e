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
    private readonly RuleCheck _check = new(options.Fields, options.StopAtFirstError);
    private readonly MacroResolver _resolver = new();

    /// <summary>Conditions are parsed again for every file; most have not changed.</summary>
    private readonly Dictionary<string, ParseResult> _parsed = new(StringComparer.Ordinal);

    public string? RuntimeError => _check.RuntimeError;

    public bool IsField(string text) => _check.IsField(text);

    /// <summary>Null when there was an error and the first one ends everything.</summary>
    public CompiledItems? Compile(RuleCollector collector, LoadResult result)
    {
        var lists = new ListSubstitution(collector.Lists);
        var macros = CompileMacros(collector.Macros, lists, result);
        if (macros is null)
            return null;

        var rules = ImmutableArray.CreateBuilder<CheckedRule>(collector.Rules.Count);
        foreach (var document in collector.Rules)
        {
            if (document.UnknownSource)
                continue;
            if (CompileRule(document, lists, macros, result) is { } rule)
                rules.Add(rule with { Index = rules.Count });
            else if (!result.Successful && options.StopAtFirstError)
                return null;
        }

        // What uses a macro or a list may be among what is wrong.
        if (!result.Successful)
            return new CompiledItems(rules.ToImmutable(), macros, lists.Lists);
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
        IReadOnlyList<MacroDocument> documents, ListSubstitution lists, LoadResult result)
    {
        var macros = new List<ResolvedMacro>(documents.Count);
        foreach (var document in documents)
        {
            if (Parse(document.Condition, document.ConditionPlace, lists, result, out var text) is { } condition)
                macros.Add(new ResolvedMacro(document, condition, text));
            else if (options.StopAtFirstError)
                return null;
            else
                macros.Add(new ResolvedMacro(document, ErrorOwner.Harmless, text) { IsBroken = true });
        }
        _resolver.Reset(macros);
        foreach (var macro in macros.Where(macro => !macro.IsBroken))
        {
            var document = macro.Document;
            if (ResolveMacros(macro.Written, document, document.Visibility, document.Condition, new(document.ConditionPlace, macro.ParsedText, default), result)
                is { } resolved)
                macro.Condition = resolved;
            else if (options.StopAtFirstError)
                return null;
            else
                macro.IsBroken = true;
        }
        return macros;
    }

    private CheckedRule? CompileRule(
        RuleDocument document, ListSubstitution lists, List<ResolvedMacro> macros, LoadResult result)
    {
        var exceptionFields = new SortedSet<string>(StringComparer.Ordinal);
        if (ConditionText.WithExceptions(document, result, exceptionFields) is not { } text)
            return null;
        var (output, extraFields) = OutputText.Compose(document, options.OutputAdditions, result);
        var template = _check.Output(document, output, result);
        if (template is null && options.StopAtFirstError)
            return null;
        if (!_check.ExtraFields(document, extraFields, result, out var checkedFields)
            || Parse(text, document.ConditionPlace, lists, result, out var parsedText) is not { } parsed)
            return null;

        var condition = ResolveMacros(
            parsed, document, MacroResolver.FullVisibility, text, new(document.ConditionPlace, parsedText, default), result);
        var rule = new ResolvedRule
        {
            Document = document,
            Output = output,
            ConditionText = text,
            Written = parsed,
            ParsedText = parsedText,
            Condition = condition ?? parsed,
            ExceptionFields = exceptionFields,
        };
        if (condition is null)
        {
            if (!options.StopAtFirstError)
                _check.Comparisons(rule, macros, result);
            return null;
        }
        if (_check.Condition(rule, macros, result) is not { } check || template is null)
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
    private Expr? Parse(
        string condition, LoadPlace place, ListSubstitution lists, LoadResult result, out string text)
    {
        text = lists.Apply(condition);
        if (!_parsed.TryGetValue(text, out var parsed))
            _parsed[text] = parsed = ConditionParser.Parse(text, ConditionParser.RulesFileMaxDepth);
        if (parsed.Error is { } error)
        {
            result.Add(new LoadIssue(
                LoadCode.CompileCondition, error.Message, place.InCondition(error.Position, text))
            {
                Anchor = new ConditionAnchor(place, text, error.Position) { IsSyntax = true },
            });
        }
        return parsed.Expression;
    }

    private Expr? ResolveMacros(
        Expr condition, ItemDocument item, int visibility, string text, ConditionAnchor start, LoadResult result)
    {
        var resolved = _resolver.Resolve(condition, visibility, out var errors);
        foreach (var error in options.StopAtFirstError ? errors.Take(1) : errors)
        {
            result.Add(new LoadIssue(LoadCode.Validate, error.Message, item.Place.InCondition(error.Position, text))
            {
                Anchor = start with { Position = error.Position },
            });
        }
        return resolved;
    }
}
