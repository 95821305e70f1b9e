using System.Collections.Immutable;

namespace RulesEngine.Syntax.Diagnostics;

/// <summary>
/// Every diagnostic there is: the one place that knows codes, titles and hints. Ranges: RE1xxx syntax, RE2xxx loading and
/// resolving, RE3xxx checking, RE4xxx kernel lowering, RE5xxx tests of rules.
/// </summary>
public static class Catalog
{
    /// <summary>The text is not YAML.</summary>
    public static readonly DiagnosticKind NotYaml = Error("RE1001", "this is not YAML: {0}");

    public static readonly DiagnosticKind MapInText = Error(
        "RE1003", "this is not YAML: {0}", "a text with `: ` inside needs quotes around it, or `>` before it and a line of its own");

    public static readonly DiagnosticKind TabIndents = Error(
        "RE1004", "this is not YAML: {0}", "indent with blanks");

    /// <summary>A condition does not parse.</summary>
    public static readonly DiagnosticKind ConditionSyntax = Error("RE1002", "the condition does not parse: {0}");

    public static readonly DiagnosticKind ItemShape = Error("RE2001", "the item is not well formed: {0}");

    public static readonly DiagnosticKind ItemMeaning = Error("RE2002", "the item does not fit what is loaded: {0}");

    public static readonly DiagnosticKind UnmetRequirement = Error("RE2003", "{0}");

    public static readonly DiagnosticKind UnknownPriority = Error(
        "RE2004", "there is no priority `{0}`",
        "priorities are EMERGENCY, ALERT, CRITICAL, ERROR, WARNING, NOTICE, INFORMATIONAL (or INFO) and DEBUG");

    public static readonly DiagnosticKind ActionShape = Error(
        "RE2010", "`action` is neither a word nor a list of words", "write `action: deny` or `action: [deny, alert]`");

    public static readonly DiagnosticKind UnknownAction = Error(
        "RE2011", "there is no action `{0}`", "actions are alert, deny, kill, signal:NAME and those that plugins export");

    public static readonly DiagnosticKind UnknownSignal = Error(
        "RE2012", "`{0}` is not a signal", "write the name as in `kill -l`: signal:TERM");

    public static readonly DiagnosticKind UnknownErrno = Error(
        "RE2013", "`{0}` is not an error number", "write a name as in errno(3), for example EACCES, or a number from 1 to 4095");

    public static readonly DiagnosticKind UnknownMode = Error(
        "RE2014", "there is no mode `{0}`", "modes are `enforce` and `monitor`");

    public static readonly DiagnosticKind ErrnoWithoutDenial = Warning(
        "RE2015", "`errno` has no effect: the rule denies nothing", "add `action: deny`");

    public static readonly DiagnosticKind EnforceShape = Error(
        "RE2020", "`{0}` of an enforce item must be a list of words", "write `{0}: [\"...\"]`");

    public static readonly DiagnosticKind EnforceSelectsNothing = Warning(
        "RE2021", "the enforce item `{0}` selects no rule", "check the names and tags; the rules must be loaded as well");

    public static readonly DiagnosticKind EnforceWithoutSelection = Error(
        "RE2022", "the enforce item `{0}` says neither `rules` nor `tags`", "list rule names (`*` is allowed) or tags");

    public static readonly DiagnosticKind EnforceUnknownKey = Error(
        "RE2023", "an enforce item has no key `{0}`", "its keys are enforce, rules, tags, action, errno and mode");

    public static readonly DiagnosticKind MacroShadowed = Warning(
        "RE2030", "macro `{0}` is defined again here and hides the definition in {1}",
        "use `override` to change it, or another name");

    public static readonly DiagnosticKind ListShadowed = Warning(
        "RE2031", "list `{0}` is defined again here and hides the definition in {1}",
        "use `override` to change it, or another name");

    public static readonly DiagnosticKind UnknownMacro = Error(
        "RE2032", "there is no macro `{0}`", "did you mean `{1}`?");

    public static readonly DiagnosticKind UndefinedMacro = Error(
        "RE2033", "there is no macro `{0}`", "a word that stands alone in a condition names a macro; a comparison needs an operator");

    public static readonly DiagnosticKind MacroTooLate = Error(
        "RE2034", "macro `{0}` is defined only later, in {1}", "move the definition up, or load its file earlier");

    public static readonly DiagnosticKind RuleRedefined = Warning(
        "RE2035", "rule `{0}` is defined again here and takes the place of the definition in {1}",
        "use `override` to change it, or another name");

    public static readonly DiagnosticKind UnknownList = Warning(
        "RE2036", "there is no list `{0}`: the comparison is with that text", "did you mean `{1}`?");

    public static readonly DiagnosticKind LoadWarning = Warning("RE2040", "{0}");

    public static readonly DiagnosticKind UnknownKey = Warning(
        "RE2041", "the key `{0}` is not known and is ignored", "did you mean `{1}`?");

    public static readonly DiagnosticKind UnknownSource = Warning(
        "RE2042", "there is no source `{0}`: the rule is skipped", "did you mean `{1}`?");

    public static readonly DiagnosticKind ConditionMeaning = Error("RE3001", "{0}");

    public static readonly DiagnosticKind OutputMeaning = Error("RE3002", "the output does not compile: {0}");

    public static readonly DiagnosticKind UnknownField = Error("RE3003", "there is no field `{0}`", "did you mean `{1}`?");

    public static readonly DiagnosticKind UnknownOperator = Error(
        "RE3004", "there is no operator `{0}`", "did you mean `{1}`?");

    public static readonly DiagnosticKind UnknownEventType = Error(
        "RE3005", "there is no event type `{0}`", "did you mean `{1}`?");

    public static readonly DiagnosticKind NeverHolds = Warning("RE3010", "this condition can never hold: {0}");

    public static readonly DiagnosticKind RuleHidden = Warning(
        "RE3011", "rule `{0}` never alerts: every event it matches is matched by `{1}` ({2}) before, and the first match alone alerts",
        "move it up, let the other leave out its events, or set `rule_matching: all`");

    public static readonly DiagnosticKind NotInlinePredicate = Error(
        "RE4001", "rule `{0}` cannot be enforced before {1}: {2}",
        "leave this predicate to a rule without action, or say it with fields that the kernel knows (`rulesengine plan`)");

    public static readonly DiagnosticKind NotInlineEvent = Error(
        "RE4002", "rule `{0}` cannot be enforced on {1}: {2}",
        "event types that can be refused: open, openat, openat2, creat, open_by_handle_at, execve, execveat, connect, sendto, sendmsg, sendmmsg");

    public static readonly DiagnosticKind NotInlineNeverBefore = Error(
        "RE4003", "rule `{0}` has nothing to enforce on {1}: {2}",
        "predicates on the outcome are taken as if the operation succeeds");

    public static readonly DiagnosticKind NotInlineTooLarge = Error(
        "RE4004", "rule `{0}` cannot be enforced on {1}: {2}", "split the rule");

    public static readonly DiagnosticKind NotInlineAction = Error(
        "RE4005", "rule `{0}` cannot be enforced on {1}: {2}", "use `deny` or `kill`");

    public static readonly DiagnosticKind NotInlineSource = Error(
        "RE4006", "rule `{0}` cannot be enforced: {2}", "actions that refuse are for the source syscall");

    public static readonly DiagnosticKind PolicyFull = Error(
        "RE4007", "rule `{0}` finds no room in the kernel: the rules with actions need too many clauses together",
        "take the action from rules that do not need it");

    public static readonly DiagnosticKind NameNeverEqual = Warning(
        "RE4010", "rule `{0}` compares `{1}` with `{2}`, which no process is called: the kernel keeps 15 bytes of a name",
        "write the first 15 bytes, `{3}`");

    public static readonly DiagnosticKind TestFileShape = Error(
        "RE5001", "a file of tests is one map with the key `tests`", "write `rules: [FILE]` and `tests:` with a list of tests below");

    public static readonly DiagnosticKind NoTests = Error("RE5002", "the file has no list of tests", "write `tests:` with a list of tests below");

    public static readonly DiagnosticKind TestUnknownKey = Error("RE5003", "{0} has no key `{1}`", "its keys are {2}");

    public static readonly DiagnosticKind TestShape = Error("RE5004", "{0} must be {1}");

    public static readonly DiagnosticKind TestKeyMissing = Error("RE5005", "`{0}` is missing");

    public static readonly DiagnosticKind TestNeedsOneSource = Error(
        "RE5006", "a test needs an event or a capture, and not both", "give one of the keys `event` and `capture`");

    public static readonly DiagnosticKind TestExpectsNothing = Error(
        "RE5007", "the test expects nothing", "name rules under `matches` or `not`; `not: [\"*\"]` stands for all others");

    public static readonly DiagnosticKind TestValue = Error("RE5008", "`{0}`: {1}");

    public static readonly DiagnosticKind NoSuchField = Error(
        "RE5009", "there is no field `{0}`", "`rulesengine --list` shows all fields");

    public static readonly DiagnosticKind TestFileUnusable = Error("RE5016", "{0}", "paths are relative to the file of tests");

    public static readonly DiagnosticKind NoSuchEventType = Error(
        "RE5015", "there is no event type `{0}`", "`rulesengine --list-events` shows all types");

    public static readonly DiagnosticKind TestKeyTwice = Error("RE5010", "the key `{0}` stands here twice");

    public static readonly DiagnosticKind OutputOfOtherRule = Error(
        "RE5011", "`{0}` is not among the rules that must match", "name it under `matches` too");

    public static readonly DiagnosticKind UnknownRule = Error("RE5012", "there is no rule `{0}`", "did you mean `{1}`?");

    public static readonly DiagnosticKind UndefinedRule = Error(
        "RE5013", "there is no rule `{0}`", "name its file under `rules`, or give it with -r");

    public static readonly DiagnosticKind EventNotInCapture = Error(
        "RE5014", "the capture has no event {0}: its last is {1}", "`rulesengine events CAPTURE` shows the numbers");

    /// <summary>All of the above, in the order of their codes.</summary>
    public static ImmutableArray<DiagnosticKind> All { get; } =
    [
        NotYaml, ConditionSyntax, MapInText, TabIndents, ItemShape, ItemMeaning, UnmetRequirement, UnknownPriority, ActionShape, UnknownAction, UnknownSignal, UnknownErrno,
        UnknownMode, ErrnoWithoutDenial, EnforceShape, EnforceSelectsNothing, EnforceWithoutSelection,
        EnforceUnknownKey, MacroShadowed, ListShadowed, UnknownMacro, UndefinedMacro, MacroTooLate, RuleRedefined, UnknownList, LoadWarning, UnknownKey,
        UnknownSource, ConditionMeaning, OutputMeaning, UnknownField, UnknownOperator, UnknownEventType,
        NeverHolds, RuleHidden, NotInlinePredicate, NotInlineEvent, NotInlineNeverBefore, NotInlineTooLarge, NotInlineAction,
        NotInlineSource, PolicyFull, NameNeverEqual, TestFileShape, NoTests, TestUnknownKey, TestShape, TestKeyMissing,
        TestNeedsOneSource, TestExpectsNothing, TestValue, NoSuchField, TestKeyTwice, OutputOfOtherRule, UnknownRule, UndefinedRule,
        EventNotInCapture, NoSuchEventType, TestFileUnusable,
    ];

    private static DiagnosticKind Error(string code, string title, string? hint = null) =>
        new(code, DiagnosticSeverity.Error, title, hint);

    private static DiagnosticKind Warning(string code, string title, string? hint = null) =>
        new(code, DiagnosticSeverity.Warning, title, hint);
}
