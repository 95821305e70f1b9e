using System.Collections.Immutable;
using System.Text;
using RulesEngine.Compiler.Checking;
using RulesEngine.Compiler.Loading;
using RulesEngine.Runtime.Evaluation;
using RulesEngine.Runtime.Events;
using RulesEngine.Syntax.Ast;
using RulesEngine.Syntax.Diagnostics;
using RulesEngine.Syntax.Grammar;

namespace RulesEngine.Compiler.Resolving;

/// <summary>A condition without a rule around it, and the events it can hold for.</summary>
public sealed record CheckedQuery(ConditionNode Condition, EventCodeSet EventCodes);

/// <summary>
/// Conditions and formats that a person gives on the command line. They mean what they mean in a rule of the last file,
/// lists and macros of the loaded files included; what is wrong with them is told like errors of rules files, with the
/// line and a caret.
/// </summary>
/// <param name="files">The files that were loaded.</param>
/// <param name="definitions">What came of them.</param>
public sealed class QueryCompiler(IReadOnlyList<RuleFile> files, RuleSet definitions)
{
    private readonly CheckOptions _options = CheckOptions.Default;
    private readonly List<(RuleFile Source, LoadResult Result)> _queries = [];

    /// <summary>What was said about everything compiled so far.</summary>
    public ImmutableArray<Diagnostic> Diagnostics
    {
        get
        {
            var sink = new DiagnosticSink();
            foreach (var file in files.Concat(_queries.Select(query => query.Source)))
                sink.AddFile(file);
            new IssueDiagnostics(sink, [.. definitions.Macros.Select(macro => macro.Document)])
                .Add(_queries.Select(query => query.Result), withWarnings: true);
            return sink.ToImmutable();
        }
    }

    /// <summary>Null when it is wrong. <paramref name="name"/> stands where reports name a file.</summary>
    public CheckedQuery? Condition(string name, string text)
    {
        var (place, result) = Begin(name, text);
        var lists = new ListSubstitution([.. definitions.Lists.Select(list => list.Document)]);
        var substituted = lists.Apply(text);
        var parsed = ConditionParser.Parse(substituted, ConditionParser.RulesFileMaxDepth);
        if (parsed.Expression is not { } written)
        {
            var issue = Issue(LoadCode.CompileCondition, parsed.Error!.Message, parsed.Error.Position);
            result.Add(issue with { Anchor = issue.Anchor! with { IsSyntax = true } });
            return null;
        }
        var macros = new MacroResolver();
        macros.Reset(definitions.Macros);
        if (macros.Resolve(written, MacroResolver.FullVisibility, out var undefined) is not { } condition)
        {
            foreach (var (message, position) in undefined)
                result.Add(Issue(LoadCode.Validate, message, position));
            return null;
        }
        var check = ConditionChecker.Check(condition, _options);
        for (var i = 0; i < check.Warnings.Length; i++)
            result.Add(Issue(LoadCode.ConditionWarning, check.Warnings[i], check.WarningPositions[i]));
        if (check.Error is { } error)
        {
            if (error.Position is null)
                result.Add(Issue(LoadCode.CompileCondition, error.Message, default));
            foreach (var (wrong, anchor) in ErrorOwner.FindAll(new(written, place, substituted), definitions.Macros, _options))
                result.Add(new LoadIssue(LoadCode.CompileCondition, wrong.Message, place) { Anchor = anchor });
            return null;
        }
        return new CheckedQuery(check.Condition!, check.EventCodes);

        LoadIssue Issue(LoadCode code, string message, SourcePosition position) =>
            new(code, message, place) { Anchor = new ConditionAnchor(place, substituted, position) };
    }

    /// <summary>An output format as rules have it; <c>*</c> before it prints missing values. Null when it is wrong.</summary>
    public OutputTemplate? Format(string name, string text)
    {
        var (place, result) = Begin(name, text);
        var (template, error, fault) = OutputTemplateParser.Parse(text, _options.Fields);
        if (error is null)
            return template;
        var stars = text.StartsWith('*') ? 1 : 0;
        result.Add(new LoadIssue(LoadCode.CompileOutput, error, place)
        {
            Anchor = new ConditionAnchor(place, text, fault with { Index = fault.Index + stars }),
        });
        return null;
    }

    private (LoadPlace Place, LoadResult Result) Begin(string name, string text)
    {
        var result = new LoadResult(name);
        _queries.Add((new RuleFile(name, Encoding.UTF8.GetBytes(text)), result));
        return (LoadPlace.File(name), result);
    }
}
