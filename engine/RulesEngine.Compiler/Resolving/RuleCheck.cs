using System.Collections.Immutable;
using RulesEngine.Compiler.Checking;
using RulesEngine.Compiler.Loading;
using RulesEngine.Runtime.Evaluation;
using RulesEngine.Runtime.Fields;
using RulesEngine.Syntax.Ast;

namespace RulesEngine.Compiler.Resolving;

/// <summary>
/// The looked-up half of a rule's compilation: outputs and conditions against the fields. What fails is a load error at
/// the rule's output or condition, or only a warning for rules that say <c>skip-if-unknown-filter</c>.
/// </summary>
internal sealed class RuleCheck(FieldCatalog fields, bool stopAtFirstError)
{
    /// <summary>Above this many event types Falco warns of the cost.</summary>
    private const int ManyEventTypes = 100;

    private static readonly string[] UnknownNames =
        ["nonexistent field", "invalid formatting token", "unknown event type", "unknown filter:"];

    private readonly CheckOptions _options = new(fields);
    private readonly Dictionary<Expr, CheckResult> _checked = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<string, OutputTemplateResult> _outputs = new(StringComparer.Ordinal);

    /// <summary>What ends Falco instead of being a load error.</summary>
    public string? RuntimeError { get; private set; }

    /// <summary>Whether a text names a field, with or without transformers around it.</summary>
    public bool IsField(string text)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(text);
        return bytes.Length > 0 && Syntax.Grammar.ConditionParser.ParseOperand(bytes) is { } operand
            && OperandChecker.Check(operand, new CheckContext(fields)) is not null;
    }

    public OutputTemplate? Output(RuleDocument rule, string output, LoadResult result)
    {
        if (!_outputs.TryGetValue(output, out var parsed))
            _outputs[output] = parsed = OutputTemplateParser.Parse("*" + output, fields);
        var (template, error, _) = parsed;
        if (error is not null && rule.SkipIfUnknownFilter && IsUnknownName(error))
            result.Warn(LoadCode.UnknownFilter, error, rule.OutputPlace);
        else if (error is not null)
            Faults(rule, output, parsed, result);
        else
            DeprecatedFields.CheckOutput(output, rule.OutputPlace, result);
        return template;
    }

    /// <summary>Reports what is wrong with an output, then with what stands behind that.</summary>
    private void Faults(RuleDocument rule, string output, OutputTemplateResult parsed, LoadResult result)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(output);
        var start = 0;
        while (parsed.Error is { } error)
        {
            start += parsed.Fault.Index;
            result.Add(new LoadIssue(LoadCode.CompileOutput, error, rule.OutputPlace)
            {
                Anchor = new ConditionAnchor(rule.OutputPlace, output, new SourcePosition(start, 1, start + 1)),
            });
            if (stopAtFirstError || ++start >= bytes.Length)
                return;
            parsed = OutputTemplateParser.Parse("*" + System.Text.Encoding.UTF8.GetString(bytes.AsSpan(start)), fields);
        }
    }

    public bool ExtraFields(
        RuleDocument rule,
        ImmutableArray<ExtraField> extraFields,
        LoadResult result,
        out ImmutableArray<CheckedExtraField> checkedFields)
    {
        var checks = ImmutableArray.CreateBuilder<CheckedExtraField>(extraFields.Length);
        checkedFields = [];
        foreach (var extra in extraFields)
        {
            var (template, error, _) = OutputTemplateParser.Parse("*" + extra.Format, fields);
            if (template is null)
                return result.Fail(LoadCode.CompileOutput, error!, rule.OutputPlace);
            DeprecatedFields.CheckOutput(extra.Format, rule.OutputPlace, result);
            checks.Add(new CheckedExtraField(extra, template));
        }
        checkedFields = checks.MoveToImmutable();
        return true;
    }

    public CheckResult? Condition(ResolvedRule rule, IEnumerable<ResolvedMacro> macros, LoadResult result)
    {
        var document = rule.Document;
        DeprecatedFields.CheckCondition(rule.Condition, rule.ConditionText, document.ConditionPlace, result);
        if (!_checked.TryGetValue(rule.Condition, out var check))
            _checked[rule.Condition] = check = ConditionChecker.Check(rule.Condition, _options);
        if (check.Error is { } error)
        {
            Fail(error, rule, macros, result);
            return null;
        }
        for (var i = 0; i < check.Warnings.Length; i++)
        {
            result.Add(Issue(LoadCode.ConditionWarning, check.Warnings[i], rule, check.WarningPositions[i]));
        }
        if (check.EventCodes.Count > ManyEventTypes && document.WarnEventTypes)
            result.Warn(LoadCode.NoEventType, LoadMessages.TooManyEventTypes, document.Place);
        return check;
    }

    /// <summary>Reports every comparison that is wrong, in the rule's text and in those of the macros it uses.</summary>
    public void Comparisons(ResolvedRule rule, IEnumerable<ResolvedMacro> macros, LoadResult result)
    {
        foreach (var (error, anchor) in ErrorOwner.FindAll(Written(rule), macros, _options))
            result.Add(Issue(error, rule) with { Anchor = anchor });
    }

    private void Fail(
        CheckError error, ResolvedRule rule, IEnumerable<ResolvedMacro> macros, LoadResult result)
    {
        if (error.IsFatal)
            RuntimeError ??= error.Message;
        if (!stopAtFirstError && error.Position is not null)
        {
            Comparisons(rule, macros, result);
            return;
        }
        var anchor = ErrorOwner.FindAll(Written(rule), macros, _options)
            .FirstOrDefault(found => found.Error.Message == error.Message).Anchor;
        result.Add(Issue(error, rule) is var issue && anchor is null ? issue : issue with { Anchor = anchor });
    }

    private static WrittenCondition Written(ResolvedRule rule) =>
        new(rule.Written, rule.Document.ConditionPlace, rule.ParsedText);

    private static LoadIssue Issue(CheckError error, ResolvedRule rule)
    {
        var code = rule.Document.SkipIfUnknownFilter && IsUnknownName(error.Message)
            ? LoadCode.UnknownFilter
            : LoadCode.CompileCondition;
        return error.Position is { } position
            ? Issue(code, error.Message, rule, position)
            : new LoadIssue(code, error.Message, rule.Document.ConditionPlace);
    }

    private static LoadIssue Issue(LoadCode code, string message, ResolvedRule rule, SourcePosition position)
    {
        var place = rule.Document.ConditionPlace;
        return new LoadIssue(code, message, place.InCondition(position, rule.ConditionText))
        {
            Anchor = new ConditionAnchor(place, rule.ParsedText, position),
        };
    }

    private static bool IsUnknownName(string error) =>
        UnknownNames.Any(words => error.Contains(words, StringComparison.Ordinal));
}
