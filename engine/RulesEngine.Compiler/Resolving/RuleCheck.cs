using System.Collections.Immutable;
using RulesEngine.Compiler.Checking;
using RulesEngine.Compiler.Loading;
using RulesEngine.Runtime.Evaluation;
using RulesEngine.Runtime.Fields;

namespace RulesEngine.Compiler.Resolving;

/// <summary>
/// The looked-up half of a rule's compilation: outputs and conditions against the fields. What fails is a load error at
/// the rule's output or condition, or only a warning for rules that say <c>skip-if-unknown-filter</c>.
/// </summary>
internal sealed class RuleCheck(FieldCatalog fields)
{
    /// <summary>Above this many event types Falco warns of the cost.</summary>
    private const int ManyEventTypes = 100;

    private static readonly string[] UnknownNames =
        ["nonexistent field", "invalid formatting token", "unknown event type", "unknown filter:"];

    private readonly CheckOptions _options = new(fields);

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
        var (template, error) = OutputTemplateParser.Parse("*" + output, fields);
        if (error is not null && rule.SkipIfUnknownFilter && IsUnknownName(error))
            result.Warn(LoadCode.UnknownFilter, error, rule.OutputPlace);
        else if (error is not null)
            result.Fail(LoadCode.CompileOutput, error, rule.OutputPlace);
        else
            DeprecatedFields.CheckOutput(output, rule.OutputPlace, result);
        return template;
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
            var (template, error) = OutputTemplateParser.Parse("*" + extra.Format, fields);
            if (template is null)
                return result.Fail(LoadCode.CompileOutput, error!, rule.OutputPlace);
            DeprecatedFields.CheckOutput(extra.Format, rule.OutputPlace, result);
            checks.Add(new CheckedExtraField(extra, template));
        }
        checkedFields = checks.MoveToImmutable();
        return true;
    }

    public CheckResult? Condition(ResolvedRule rule, LoadResult result)
    {
        var document = rule.Document;
        DeprecatedFields.CheckCondition(rule.Condition, rule.ConditionText, document.ConditionPlace, result);
        var check = ConditionChecker.Check(rule.Condition, _options);
        if (check.Error is { } error)
        {
            Fail(error, rule, result);
            return null;
        }
        for (var i = 0; i < check.Warnings.Length; i++)
        {
            var place = document.ConditionPlace.InCondition(check.WarningPositions[i], rule.ConditionText);
            result.Warn(LoadCode.ConditionWarning, check.Warnings[i], place);
        }
        if (check.EventCodes.Count > ManyEventTypes && document.WarnEventTypes)
            result.Warn(LoadCode.NoEventType, LoadMessages.TooManyEventTypes, document.Place);
        return check;
    }

    private void Fail(CheckError error, ResolvedRule rule, LoadResult result)
    {
        if (error.IsFatal)
            RuntimeError ??= error.Message;
        var place = rule.Document.ConditionPlace;
        if (error.Position is { } position)
            place = place.InCondition(position, rule.ConditionText);
        if (rule.Document.SkipIfUnknownFilter && IsUnknownName(error.Message))
            result.Warn(LoadCode.UnknownFilter, error.Message, place);
        else
            result.Fail(LoadCode.CompileCondition, error.Message, place);
    }

    private static bool IsUnknownName(string error) =>
        UnknownNames.Any(words => error.Contains(words, StringComparison.Ordinal));
}
