namespace RulesEngine.Compiler.Loading;

/// <summary>Falco's words that are said in more than one place.</summary>
internal static class LoadMessages
{
    public const string AppendDeprecated =
        "'append' key is deprecated. Add an 'append' entry (e.g. 'condition: append') under 'override' instead.";

    public const string EnabledDeprecated =
        "The standalone 'enabled' key usage is deprecated. The correct approach requires also a 'replace' entry under "
        + "the 'override' key (i.e. 'enabled: replace').";

    public const string OverrideAndAppend =
        "Keys 'override' and 'append: true' cannot be used together. Add an 'append' entry (e.g. 'condition: append') "
        + "under 'override' instead.";

    public const string NoMacroToAppendTo =
        "Macro uses 'append' or 'override.condition: append' but no macro by that name already exists";

    public const string NoListToAppendTo =
        "List uses 'append' or 'override.items: append' but no list by that name already exists";

    public const string NoRuleToAppendTo =
        "Rule uses 'append' or 'override.<key>: append' but no rule by that name already exists";

    public const string NoRuleToReplace =
        "An 'override.<key>: replace' to a rule was requested but no rule by that name already exists";

    public const string OtherSource = "Rule has been re-defined with a different source";

    public const string SingleFieldComps =
        "When fields is a single value, comps must be one of (in, pmatch, intersects) or a modifier operator "
        + "(e.g. startswith oneof)";

    public const string InvalidMacroName =
        "Macro has an invalid name. Macro names should match a regular expression: ([a-zA-Z]+[a-zA-Z0-9_]*)";

    public const string InvalidListName =
        "List has an invalid name. List names should match a regular expression: ([^()\"'[:space:]=,]+)";

    public const string TooManyEventTypes =
        "Rule matches too many evt.type values. This has a significant performance penalty.";

    public const string ContainerInfoDeprecated =
        "%container.info is deprecated and no more useful, and will be dropped by Falco 1.0.0. The container plugin "
        + "will automatically add required fields to the output message.";
}
