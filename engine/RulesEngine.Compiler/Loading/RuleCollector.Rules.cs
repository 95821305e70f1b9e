using System.Collections.Immutable;

namespace RulesEngine.Compiler.Loading;

/// <summary>The rules' part: definition, append, override, and the checks on exceptions that need no condition.</summary>
internal sealed partial class RuleCollector
{
    private const string SyscallSource = "syscall";

    public bool Define(LoadResult result, RuleDocument rule)
    {
        if (_rules.Find(rule.Name) is { } earlier && earlier.Source != rule.Source)
            return result.Fail(LoadCode.Validate, LoadMessages.OtherSource, rule.Place);

        if (rule.Source != SyscallSource)
        {
            rule.UnknownSource = true;
            result.Warn(LoadCode.UnknownSource, $"Unknown source {rule.Source}, skipping", rule.Place);
        }
        var sound = new List<ExceptionDocument>(rule.Exceptions.Count);
        foreach (var exception in rule.Exceptions)
        {
            if (CheckDefined(result, exception, checkFields: !rule.UnknownSource))
                sound.Add(exception);
            else if (stopAtFirstError)
                return false;
        }
        var isSound = sound.Count == rule.Exceptions.Count;
        rule.Exceptions = sound;
        if (_rules.Find(rule.Name) is { } replaced && (replaced.Condition != rule.Condition || replaced.Output != rule.Output))
            _shadowings.Add((rule, replaced.Place));
        _rules.Define(rule, _next++);
        return isSound;
    }

    private bool CheckDefined(LoadResult result, ExceptionDocument exception, bool checkFields) => exception.Fields.IsValid
        ? CheckException(result, exception, checkFields)
        : result.Fail(
            LoadCode.Validate, "Rule exception item must have fields property with a list of fields", exception.Place);

    public bool Append(LoadResult result, RuleUpdate update)
    {
        if (!CheckSource(result, update))
            return false;
        if (_rules.Find(update.Name) is not { } rule)
            return result.Fail(LoadCode.Validate, LoadMessages.NoRuleToAppendTo, update.Place);
        if (update.IsEmpty)
        {
            return result.Fail(
                LoadCode.Validate, "Appended rule must have exceptions or condition property", update.Place);
        }

        rule.Condition = Joined(rule.Condition, update.Condition);
        rule.Output = Joined(rule.Output, update.Output);
        rule.Description = Joined(rule.Description, update.Description);
        rule.Tags.UnionWith(update.Tags ?? []);
        foreach (var exception in update.Exceptions ?? [])
        {
            if (!AppendException(result, rule, exception))
                return false;
        }
        rule.Visibility = _next++;
        return true;
    }

    public bool Replace(LoadResult result, RuleUpdate update)
    {
        if (!CheckSource(result, update))
            return false;
        if (_rules.Find(update.Name) is not { } rule)
            return result.Fail(LoadCode.Validate, LoadMessages.NoRuleToReplace, update.Place);
        if (update.IsEmpty)
        {
            return result.Fail(
                LoadCode.Validate, "The rule must have at least one field that can be replaced", update.Place);
        }

        rule.Condition = update.Condition ?? rule.Condition;
        rule.Output = update.Output ?? rule.Output;
        rule.Description = update.Description ?? rule.Description;
        rule.Tags = update.Tags ?? rule.Tags;
        rule.Exceptions = update.Exceptions ?? rule.Exceptions;
        rule.Priority = update.Priority ?? rule.Priority;
        rule.Enabled = update.Enabled ?? rule.Enabled;
        rule.Capture = update.Capture ?? rule.Capture;
        rule.CaptureDuration = update.CaptureDuration ?? rule.CaptureDuration;
        rule.WarnEventTypes = update.WarnEventTypes ?? rule.WarnEventTypes;
        rule.SkipIfUnknownFilter = update.SkipIfUnknownFilter ?? rule.SkipIfUnknownFilter;
        rule.Visibility = _next++;
        return true;
    }

    public bool Enable(LoadResult result, string name, bool enabled, LoadPlace place)
    {
        if (_rules.Find(name) is not { } rule)
        {
            return result.Fail(
                LoadCode.Validate, "Rule has 'enabled' key but no rule by that name already exists", place);
        }
        rule.Enabled = enabled;
        return true;
    }

    public void Enforce(string name, EnforcementDocument enforcement)
    {
        if (_rules.Find(name) is { } rule)
            rule.Enforcement = rule.Enforcement is { } earlier ? Merge(earlier, enforcement) : enforcement;
    }

    public static EnforcementDocument Merge(EnforcementDocument earlier, EnforcementDocument later) => new(
        later.Actions ?? earlier.Actions, later.Errno ?? earlier.Errno, later.Monitor ?? earlier.Monitor, later.Place);

    /// <summary>An item that changes an earlier rule may not name another source for it.</summary>
    private bool CheckSource(LoadResult result, RuleUpdate update) =>
        _rules.Find(update.Name) is not { } rule || update.Source.Length == 0 || rule.Source == update.Source
        || result.Fail(LoadCode.Validate, LoadMessages.OtherSource, update.Place);

    private static string Joined(string text, string? addition) =>
        string.IsNullOrEmpty(addition) ? text : text + " " + addition;

    private bool AppendException(LoadResult result, RuleDocument rule, ExceptionDocument exception)
    {
        bool Fail(string message) => result.Fail(LoadCode.Validate, message, exception.Place);

        if (rule.Exceptions.Find(earlier => earlier.Name == exception.Name) is { } existing)
        {
            if (exception.Fields.IsValid)
                return Fail("Can not append exception fields to existing exception, only values");
            if (exception.Comps.IsValid)
                return Fail("Can not append exception comps to existing exception, only values");
            existing.Values.AddRange(exception.Values);
            return true;
        }
        if (!exception.Fields.IsValid)
            return Fail("Rule exception must have fields property with a list of fields");
        if (exception.Values.Count == 0)
            return Fail("Rule exception must have values property with a list of values");
        if (!CheckException(result, exception, checkFields: !rule.UnknownSource))
            return false;
        rule.Exceptions.Add(exception);
        return true;
    }

    private bool CheckException(LoadResult result, ExceptionDocument exception, bool checkFields)
    {
        bool Fail(string message) => result.Fail(LoadCode.Validate, message, exception.Place);

        var fields = exception.Fields;
        if (!exception.Comps.IsValid)
        {
            exception.Comps = fields.IsList
                ? ExceptionEntry.List([.. fields.Items.Select(_ => ExceptionEntry.Word("="))])
                : ExceptionEntry.Word("in");
        }
        if (fields.IsList)
        {
            if (fields.Items.Length != exception.Comps.Items.Length)
                return Fail("Fields and comps lists must have equal length");
            exception.Comps = ExceptionEntry.List(
                [.. exception.Comps.Items.Select(comp => comp with { Item = ExceptionOperators.Trim(comp.Item) })]);
            foreach (var comp in exception.Comps.Items)
            {
                if (!ExceptionOperators.IsKnown(comp.Item))
                    return Fail($"'{comp.Item}' is not a supported comparison operator");
            }
        }
        else
        {
            if (exception.Comps.IsList)
                return Fail("Fields and comps must both be strings");
            exception.Comps = exception.Comps with { Item = ExceptionOperators.Trim(exception.Comps.Item) };
            if (!ExceptionOperators.TakesList(exception.Comps.Item))
                return Fail(LoadMessages.SingleFieldComps);
        }

        ImmutableArray<ExceptionEntry> named = fields.IsList ? fields.Items : [fields];
        foreach (var field in checkFields ? named : [])
        {
            if (!isField(field.Item))
                return Fail($"'{field.Item}' is not a supported filter field");
        }
        return true;
    }
}
